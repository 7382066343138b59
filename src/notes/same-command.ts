/** Tells whether two command lines are the same but for spelling, addresses, generated names and captures. */
import { findKnownResource } from '../expect/index.ts';
import { canonicalArguments } from '../kubectl/index.ts';
import { shellCommands } from './shell-commands.ts';

/** They pass on what they read: `| grep`, `| nl` show less of the same. */
const filters = new Set('awk base64 cut grep head jq less more nl sed sort tail tee tr uniq wc'.split(' '));

const anything = '\u0000';
const hash = '[bcdfghjklmnpqrstvwxz2456789]';
const generated = new RegExp(`(?:-${hash}{8,10}(?:-${hash}{5})?|-${hash}{5})(?=$|[:/])`);

/** What is not the same twice stands as one character. */
const shapeOf = (word: string): string =>
  word
    .replace(/\$\([\w.-]+\)|<[^<>]+>/g, anything)
    .replace(/\b\d{1,3}(?:\.\d{1,3}){3}\b/g, '\u0001')
    .replace(generated, '-\u0002')
    .replace(/^(?:\/root|\$HOME)(?=\/|$)|(?<==)(?:\/root|\$HOME)(?=\/|$)/, '~');

const typeFirst = new Set(
  'get describe delete scale expose edit label annotate patch autoscale wait'.split(' '),
);

/** "svc", "service" and "services" are one word; "pod/x" is "pod x". */
const withOneName = (words: readonly string[]): string[] => {
  const at = typeFirst.has(words[0] ?? '') ? 1 : words[0] === 'rollout' || words[0] === 'set' ? 2 : -1;
  const [type = '', ...name] = (words[at] ?? '').split('/');
  const known = at < 0 ? undefined : findKnownResource(type);
  return known === undefined ? [...words] : words.toSpliced(at, 1, known.plural, ...name);
};

/** Flags of a program that is not known: after the other words, in order. */
const flagsLast = (words: readonly string[]): string[] => {
  const split = words.flatMap((word) => {
    const equals = /^(--[\w-]+)=(.*)$/.exec(word);
    return equals === null ? [word] : [equals[1]!, equals[2]!];
  });
  return [...split.filter((word) => !/^-./.test(word)), ...split.filter((word) => /^-./.test(word)).sort()];
};

/** A command line, made comparable: the shapes of the words of each of its commands. */
export type CommandShape = readonly (readonly string[])[];

export const commandShape = (line: string): CommandShape =>
  shellCommands(line)
    .filter(({ words, isPiped }) => !(isPiped && filters.has(words[0] ?? '')))
    .map(({ words }) => {
      const start = words.findIndex((word) => word !== 'sudo' && !/^[A-Za-z_]\w*=/.test(word));
      const [program = '', ...rest] = start < 0 ? words : words.slice(start);
      const bare = rest.map((word) => word.replace(/^https?:\/\/(?=.)|\/$/g, ''));
      if (program === 'kubectl') return [program, ...withOneName(canonicalArguments(rest))].map(shapeOf);
      return [program, ...flagsLast(program === 'curl' ? bare : rest)].map(shapeOf);
    });

const escape = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
const fits = (pattern: string, word: string): boolean =>
  pattern.includes(anything) &&
  new RegExp(`^${pattern.split(anything).map(escape).join('.+')}$`, 's').test(word);

const sameWords = (left: readonly string[], right: readonly string[]): boolean =>
  left.length === right.length &&
  left.every((word, index) => {
    const other = right[index]!;
    return word === other || fits(word, other) || fits(other, word);
  });

export const sameCommand = (left: CommandShape, right: CommandShape): boolean =>
  left.length > 0 &&
  left.length === right.length &&
  left.every((words, index) => sameWords(words, right[index]!));
