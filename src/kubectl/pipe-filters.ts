/** The few programs a kubectl line may be piped into: grep, head, tail, wc, sort, cat, awk '{print $n}'. */
import { LabproofError } from '../core/index.ts';

interface FilterResult {
  stdout: string;
  exitCode: number;
}

const linesOf = (text: string): string[] => (text === '' ? [] : text.replace(/\n$/, '').split('\n'));
const textOf = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('');

const refuse = (words: readonly string[], hint: string): LabproofError =>
  new LabproofError('pipe-filter', `cannot pipe into: ${words.join(' ')}`, { hint });

const grep = (words: readonly string[], input: string): FilterResult => {
  const flags = words
    .slice(1)
    .filter((word) => /^-[viEcwF]+$/.test(word))
    .join('');
  const rest = words.slice(1).filter((word) => !/^-[viEcwF]+$/.test(word));
  if (rest.length !== 1) throw refuse(words, 'grep takes -v -i -E -F -w -c and one pattern');
  let source = rest[0]!;
  if (flags.includes('F')) source = source.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  // A basic regular expression means these characters themselves, and their escaped forms the operators.
  else if (!flags.includes('E'))
    source = source.replace(/\\?[+?(){}|]/g, (found) => (found.length === 2 ? found[1]! : `\\${found}`));
  if (flags.includes('w')) source = `\\b(?:${source})\\b`;
  const pattern = new RegExp(source, flags.includes('i') ? 'i' : '');
  const found = linesOf(input).filter((line) => pattern.test(line) !== flags.includes('v'));
  return {
    stdout: flags.includes('c') ? `${found.length}\n` : textOf(found),
    exitCode: found.length > 0 ? 0 : 1,
  };
};

const countOf = (words: readonly string[]): number => {
  if (words.length === 1) return 10;
  const match = /^-n? ?(\d+)$/.exec(words.slice(1).join(' '));
  if (match === null) throw refuse(words, `${words[0]!} takes -n COUNT`);
  return Number(match[1]);
};

const wc = (words: readonly string[], input: string): string => {
  if (words.length !== 2 || !/^-[lwc]$/.test(words[1]!)) throw refuse(words, 'wc takes one of -l -w -c');
  if (words[1] === '-l') return `${input.split('\n').length - 1}\n`;
  return words[1] === '-w'
    ? `${input.split(/\s+/).filter(Boolean).length}\n`
    : `${new TextEncoder().encode(input).length}\n`;
};

const sort = (words: readonly string[], input: string): string => {
  const flags = words.slice(1).join('');
  if (!/^(-[nru]+)?$/.test(flags)) throw refuse(words, 'sort takes -n -r -u');
  const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
  const compare = flags.includes('n')
    ? (a: string, b: string) => (parseFloat(a) || 0) - (parseFloat(b) || 0) || byText(a, b)
    : byText;
  const sorted = linesOf(input).sort(compare);
  const unique = flags.includes('u') ? [...new Set(sorted)] : sorted;
  return textOf(flags.includes('r') ? unique.reverse() : unique);
};

const awk = (words: readonly string[], input: string): string => {
  const match = /^\s*(?:NR\s*>\s*(\d+)\s*)?\{\s*print\s+(\$\d+(?:\s*,\s*\$\d+)*)\s*;?\s*\}\s*$/.exec(
    words[1] ?? '',
  );
  if (words.length !== 2 || match === null)
    throw refuse(words, "awk takes '{print $1, $2}', with NR>n before it at most");
  const columns = [...match[2]!.matchAll(/\$(\d+)/g)].map((found) => Number(found[1]));
  const rows = linesOf(input).slice(Number(match[1] ?? 0));
  return textOf(
    rows.map((row) =>
      columns.map((column) => (column === 0 ? row : (row.trim().split(/\s+/)[column - 1] ?? ''))).join(' '),
    ),
  );
};

/** Runs one filter. @throws LabproofError for a program or an option that is none of these */
export const runFilter = (words: readonly string[], input: string): FilterResult => {
  switch (words[0]) {
    case 'grep':
      return grep(words, input);
    case 'head':
      return { stdout: textOf(linesOf(input).slice(0, countOf(words))), exitCode: 0 };
    case 'tail':
      return {
        stdout: countOf(words) === 0 ? '' : textOf(linesOf(input).slice(-countOf(words))),
        exitCode: 0,
      };
    case 'wc':
      return { stdout: wc(words, input), exitCode: 0 };
    case 'sort':
      return { stdout: sort(words, input), exitCode: 0 };
    case 'cat':
      return { stdout: input, exitCode: 0 };
    case 'awk':
      return { stdout: awk(words, input), exitCode: 0 };
    default:
      throw refuse(words, 'a kubectl line may be piped into grep, head, tail, wc, sort, cat or awk only');
  }
};
