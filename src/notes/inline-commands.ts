/** The command lines among the code spans of a line of prose: those that could be typed as they stand, not names of commands. */
import { canonicalArguments } from '../kubectl/index.ts';
import { findProgram } from './programs.ts';
import { programName } from './read-fence.ts';
import { shellCommands } from './shell-commands.ts';

/** How many words a kubectl command needs behind its name before it says anything; 2 where it is not listed. */
const needed: Readonly<Record<string, number>> = {
  'cluster-info': 0,
  version: 0,
  'api-resources': 0,
  'api-versions': 0,
  get: 1,
  describe: 1,
  run: 1,
  exec: 1,
  logs: 1,
  cordon: 1,
  uncordon: 1,
  drain: 1,
  top: 1,
  explain: 1,
  attach: 1,
  wait: 1,
  rollout: 3,
  set: 3,
  label: 3,
  annotate: 3,
};

const selects = /^--(?:filename|kustomize|selector|all|file)=/;

const isWholeKubectl = (words: readonly string[]): boolean => {
  const [verb = '', ...rest] = canonicalArguments(words);
  if (verb === '' || verb.startsWith('-')) return false;
  const args = rest.filter((word) => !word.startsWith('-'));
  const given = args.reduce((sum, word) => sum + (/^[\w.]+\/\S/.test(word) ? 2 : 1), 0);
  const asks = ['apply', 'replace', 'diff'].includes(verb) ? Infinity : (needed[verb] ?? 2);
  return given >= asks || rest.some((word) => selects.test(word));
};

const isLine = (text: string): boolean => {
  const words = shellCommands(text)[0]?.words ?? [];
  const name = programName(words);
  const program = findProgram(name);
  if (program === undefined || /^\$?\w+=/.test(name)) return false;
  const rest = words.slice(words.indexOf(name) + 1);
  if (name === 'kubectl') return isWholeKubectl(rest);
  if (name.includes('/')) return /^\.\/|\.sh$/.test(name);
  const says = rest.some((word) => !word.startsWith('-'));
  if (program.subcommands === undefined) return says;
  const [subcommand = '', ...more] = rest;
  const isWhole = program.subcommands.get(subcommand);
  return isWhole === true || (isWhole === false && more.length > 0);
};

/** Code spans that are command lines, in order. */
export const inlineCommands = (prose: string): string[] =>
  [...prose.matchAll(/(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)/g)].map((span) => span[2]!.trim()).filter(isLine);
