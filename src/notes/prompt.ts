/** The prompts that stand before commands in a note: of a shell, of PowerShell, of a container's shell. */

const prompts: readonly RegExp[] = [
  /^\s*\[[^\]\s]+@[^\]]*\]\s?[#$](?:\s+|$)/,
  /^\s*[\w.-]+@[\w.-]+(?::[^#$\s]*)?\s?[#$](?:\s+|$)/,
  /^\s*\/[\w./-]*\s?#(?:\s+|$)/,
  /^\s*(?:ba|z|k)?sh-[\d.]+[#$](?:\s+|$)/,
  /^\s*PS [^>]*>\s*/,
  /^\s*[A-Z]:\\[^>]*>\s*/,
  /^\s*[$%❯➜](?:\s+|$)/,
];

/** What stands behind the prompt; undefined when the line has none. */
export const behindPrompt = (text: string): string | undefined => {
  for (const prompt of prompts) {
    const match = prompt.exec(text);
    if (match !== null) return text.slice(match[0].length);
  }
  return undefined;
};

/** What stands behind "# ", which is root's prompt or the beginning of a comment. */
export const behindHash = (text: string): string | undefined => /^\s*#\s+(\S.*)$/.exec(text)?.[1];
