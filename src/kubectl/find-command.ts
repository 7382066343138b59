/** Finds the command that a line names, past its flags, as cobra does; suggests one for a word that is none. */
import type { Command } from './command.ts';
import type { FlagDefinitions } from './flags.ts';
import { globalFlags } from './global-flags.ts';

/** The commands of the real kubectl 1.20, for suggestions and for telling "unknown" from "not supported here". */
export const upstreamCommands: readonly string[] = (
  'alpha annotate api-resources api-versions apply attach auth autoscale certificate cluster-info completion config cordon cp ' +
  'create debug delete describe diff drain edit exec explain expose get help kustomize label logs options patch plugin ' +
  'port-forward proxy replace rollout run scale set taint top uncordon version wait'
).split(' ');

const takesValue = (word: string, flags: FlagDefinitions): boolean => {
  if (word.includes('=')) return false;
  const definition = word.startsWith('--')
    ? flags[word.slice(2)]
    : word.length === 2
      ? Object.values(flags).find((candidate) => candidate.short === word[1])
      : { type: 'bool' as const };
  return definition === undefined || (definition.type !== 'bool' && definition.noValueDefault === undefined);
};

/** Where the first word stands that is neither a flag nor a flag's value. */
const firstWord = (argv: readonly string[], flags: FlagDefinitions): number => {
  for (let index = 0; index < argv.length; index++) {
    const word = argv[index]!;
    if (word === '--') return -1;
    if (!word.startsWith('-') || word === '-') return index;
    if (takesValue(word, flags)) index++;
  }
  return -1;
};

export interface FoundCommand {
  /** From the outermost to the one found; empty when the line names none. */
  path: Command[];
  /** The line without the commands' names. */
  rest: string[];
  /** The first word, when no command has it. */
  unknown?: string;
}

/** @source spf13/cobra command.go Find, stripFlags */
export const findCommand = (argv: readonly string[], commands: readonly Command[]): FoundCommand => {
  const path: Command[] = [];
  let rest = [...argv];
  let candidates: readonly Command[] = commands;
  let flags: FlagDefinitions = globalFlags;
  for (;;) {
    const index = firstWord(rest, flags);
    if (index < 0) return { path, rest };
    const word = rest[index]!;
    const found = candidates.find(
      (command) => command.name === word || command.aliases?.includes(word) === true,
    );
    if (found === undefined) return path.length === 0 ? { path, rest, unknown: word } : { path, rest };
    path.push(found);
    rest = rest.toSpliced(index, 1);
    candidates = found.subcommands ?? [];
    flags = { ...globalFlags, ...found.flags };
    if (candidates.length === 0) return { path, rest };
  }
};

/** Levenshtein distance without regard to case. @source spf13/cobra cobra.go ld */
const distance = (left: string, right: string): number => {
  const [a, b] = [left.toLowerCase(), right.toLowerCase()];
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next.push(a[i - 1] === b[j - 1] ? row[j - 1]! : 1 + Math.min(row[j]!, next[j - 1]!, row[j - 1]!));
    }
    row = next;
  }
  return row[b.length]!;
};

/** Names like `typed`, in order. @source spf13/cobra command.go SuggestionsFor */
export const suggestionsFor = (typed: string, names: readonly string[]): string[] =>
  names.filter((name) => distance(typed, name) <= 2 || name.toLowerCase().startsWith(typed.toLowerCase()));
