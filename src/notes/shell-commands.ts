/** Takes any shell line apart into simple commands and their words, without refusing anything: notes hold what no shell would take. */

export interface SimpleCommand {
  words: string[];
  /** It reads what the one before it prints. */
  isPiped: boolean;
}

/** Where what begins at `start` ends: a quote, a substitution, a placeholder; `start + 1` when it is not closed. */
const endOf = (line: string, start: number): number => {
  const character = line[start]!;
  if (character === "'" || character === '`') {
    const end = line.indexOf(character, start + 1);
    return end < 0 ? start + 1 : end + 1;
  }
  if (character === '"') {
    for (let at = start + 1; at < line.length; at++) {
      if (line[at] === '\\') at++;
      else if (line[at] === '"') return at + 1;
    }
    return start + 1;
  }
  let depth = 0;
  for (let at = start + 1; at < line.length; at++) {
    if (line[at] === '(') depth++;
    else if (line[at] === ')' && --depth === 0) return at + 1;
  }
  return start + 1;
};

const placeholder = /^<[^\s<>|;&](?:[^<>|;&\n]*[^\s<>|;&])?>/;
const redirection = /^(?:\d|&)?(?:>>?|<<?<?)(?:&\d)?/;

/** The simple commands of the line. Redirections and comments are left out; quotes are taken off, `$(…)` and `<name>` kept whole. */
export const shellCommands = (line: string): SimpleCommand[] => {
  const commands: SimpleCommand[] = [];
  let words: string[] = [];
  let word: string | undefined;
  let isPiped = false;
  let isTarget = false;
  const endWord = (): void => {
    if (word !== undefined && !isTarget) words.push(word);
    if (word !== undefined) isTarget = false;
    word = undefined;
  };
  const endCommand = (pipes: boolean): void => {
    endWord();
    isTarget = false;
    if (words.length > 0) commands.push({ words, isPiped });
    words = [];
    isPiped = pipes;
  };
  for (let at = 0; at < line.length;) {
    const character = line[at]!;
    const rest = line.slice(at, at + 200);
    const held = character === '<' ? placeholder.exec(rest)?.[0] : undefined;
    const redirects = word === undefined ? redirection.exec(rest)?.[0] : /^(?:>>?|<)/.exec(rest)?.[0];
    if (held !== undefined) {
      word = (word ?? '') + held;
      at += held.length;
    } else if (redirects !== undefined) {
      endWord();
      isTarget = !redirects.includes('&', 1);
      at += redirects.length;
    } else if (/\s/.test(character)) {
      endWord();
      at++;
    } else if (character === '#' && word === undefined) break;
    else if (character === "'" || character === '"' || character === '`' || rest.startsWith('$(')) {
      const end = endOf(line, at);
      const text = line.slice(at, end);
      const isQuote = (character === "'" || character === '"') && text.length > 1;
      word = (word ?? '') + (isQuote ? text.slice(1, -1) : text);
      at = end;
    } else if (character === '\\') {
      word = (word ?? '') + (line[at + 1] ?? '');
      at += 2;
    } else if (character === '|' || character === ';' || character === '&') {
      endCommand(character === '|' && line[at + 1] !== '|');
      at += line[at + 1] === character ? 2 : 1;
    } else {
      word = (word ?? '') + character;
      at++;
    }
  }
  endCommand(false);
  return commands;
};
