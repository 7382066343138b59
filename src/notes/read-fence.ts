/** Reads the lines of a code fence as commands, each with what is printed below it; a fence of a file or of output has none. */
import { findProgram, isNamedTool } from './programs.ts';
import { behindHash, behindPrompt } from './prompt.ts';
import type { NoteLine } from './read-markdown.ts';
import { shellCommands } from './shell-commands.ts';

export interface PrintedBlock {
  /** Of its first line. */
  line: number;
  text: string;
}

export interface FenceCommand {
  line: number;
  /** On one line: continued lines are joined, the prompt is left out. */
  text: string;
  /** What stands below it in the same fence. */
  output?: PrintedBlock;
}

const shells = new Set(
  ' sh bash zsh shell console shell-session shellsession terminal powershell ps1 pwsh cmd bat text txt plaintext'.split(
    ' ',
  ),
);

/** The first word that says what runs: behind sudo and assignments. */
export const programName = (words: readonly string[]): string => {
  const index = words.findIndex((word) => word !== 'sudo' && !/^[A-Za-z_]\w*=/.test(word));
  return words[index < 0 ? 0 : index] ?? '';
};

const isCommand = (text: string): boolean => {
  if (/^\s*(?:PS )?#/.test(text)) return false;
  const words = shellCommands(text.replace(/^\s*`(?!`)/, ''))[0]?.words ?? [];
  return findProgram(programName(words)) !== undefined;
};

/** Words of the author between commands: comments, "01. do this", rules, and what is in no alphabet of a shell. */
const isNarration = (text: string): boolean =>
  /^\s*(?:#|\/\/|\d+[.)]\s|<<|-{3,}|={3,}$)/.test(text) ||
  /^\s*(?:\.{3,}|…|\(.*\))\s*$/.test(text) ||
  /\p{Lo}/u.test(text);

const openBraces = (text: string): number =>
  (text.match(/\{/g)?.length ?? 0) - (text.match(/\}/g)?.length ?? 0);
const hasOpenQuote = (text: string): boolean => {
  const closed = text.replace(/\\./g, '').replace(/'[^']*'|"[^"]*"/g, '');
  return /['"]/.test(closed);
};

/** How many lines from `start` on are one command, and that command. */
const joined = (
  lines: readonly NoteLine[],
  start: number,
  first: string,
): { text: string; count: number } => {
  let text = first.trimEnd();
  let count = 1;
  const next = (): string | undefined => lines[start + count]?.text;
  const take = (separator: string): void => {
    text +=
      separator +
      next()!
        .replace(/^\s*>\s+/, '')
        .trim();
    count++;
  };
  while (text.endsWith('\\') && next() !== undefined) {
    text = text.slice(0, -1).trimEnd();
    take(' ');
  }
  const heredoc = /<<-?\s*['"]?(\w+)['"]?/.exec(text)?.[1];
  if (heredoc !== undefined) {
    const end = lines.findIndex((line, index) => index >= start + count && line.text.trim() === heredoc);
    return { text, count: end < 0 ? count : end + 1 - start };
  }
  if (/^\$\w+=|\bwhile\b|\bfor(?:each)?\b|\bdo$/.test(text)) {
    if (openBraces(text) === 0 && /^\s*\{/.test(next() ?? '')) take(' ');
    while (openBraces(text) > 0 && next() !== undefined) take(' ');
    if (/\bdo(?:\s|$)/.test(text))
      while (!/\bdone\b/.test(text) && next() !== undefined) take(/\bdo$/.test(text) ? ' ' : '; ');
    return { text, count };
  }
  if (hasOpenQuote(text)) {
    const end = lines.findIndex((line, index) => index >= start + count && /['"]/.test(line.text));
    if (end >= 0) while (start + count <= end) take(' ');
  }
  return { text, count };
};

const outputOf = (lines: readonly NoteLine[]): PrintedBlock | undefined => {
  const isBlank = ({ text }: NoteLine): boolean => text.trim() === '';
  const from = lines.findIndex((line) => !isBlank(line));
  if (from < 0) return undefined;
  const to = lines.findLastIndex((line) => !isBlank(line));
  const shown = lines.slice(from, to + 1);
  if (shown.every((line) => isBlank(line) || isNarration(line.text))) return undefined;
  return { line: shown[0]!.line, text: shown.map(({ text }) => text).join('\n') };
};

/** Without the backticks around it, and without the comment behind it. */
const unwrapped = (text: string): string => {
  const bare = /^`[^`]+`$/.test(text) ? text.slice(1, -1) : text;
  return (/['"`]/.test(bare) ? bare : bare.replace(/\s+#\s.*$/, '')).trim();
};

/** What the fence holds as printed text, when it holds no command. */
export const printedBlock = (lines: readonly NoteLine[]): PrintedBlock | undefined => outputOf(lines);

export const readFence = (language: string, lines: readonly NoteLine[]): FenceCommand[] => {
  if (!shells.has(language)) return [];
  const first = lines.find(({ text }) => text.trim() !== '' && !isNarration(text));
  if (lines.find(({ text }) => text.trim() !== '')?.text.startsWith('#!') === true) return [];
  const hasPrompt = lines.some(({ text }) => behindPrompt(text) !== undefined);
  const isPlain = first !== undefined && isCommand(first.text);
  const rootPrompts = !hasPrompt && !lines.some(({ text }) => isCommand(text));
  if (!hasPrompt && !isPlain && !rootPrompts) return [];
  const typed = ({ text }: NoteLine): string | undefined => {
    const behind = behindPrompt(text);
    if (behind !== undefined) return behind;
    const hash = rootPrompts ? behindHash(text) : undefined;
    if (hash !== undefined && isNamedTool(hash.split(' ')[0]!)) return hash;
    return isCommand(text) ? text : undefined;
  };
  const commands: FenceCommand[] = [];
  let below: NoteLine[] = [];
  const close = (): void => {
    const output = outputOf(below);
    if (commands.length > 0 && output !== undefined) commands[commands.length - 1]!.output = output;
    below = [];
  };
  for (let index = 0; index < lines.length;) {
    const line = lines[index]!;
    const start = typed(line);
    if (start === undefined) {
      below.push(line);
      index++;
      continue;
    }
    close();
    const { text, count } = joined(lines, index, start);
    const command = unwrapped(text.trim());
    if (command !== '') commands.push({ line: line.line, text: command });
    index += count;
  }
  close();
  return commands;
};
