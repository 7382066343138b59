/** A kubectl command as data: its name, its flags and what it does. One command is one file and one line in commands/index.ts. */
import type { CommandContext } from './context.ts';
import type { FlagDefinitions, FlagValues } from './flags.ts';

/** What was typed after the command's name. */
export interface CommandLine<F extends FlagDefinitions = FlagDefinitions> {
  /** Arguments that are not flags. */
  args: string[];
  flags: FlagValues<F>;
  /** True when the flag was given on the line, whatever its value. */
  isSet(name: keyof F & string): boolean;
  /** How many arguments stood before `--`; undefined when there was no `--`. */
  dashIndex: number | undefined;
}

export interface CommandDefinition<F extends FlagDefinitions = FlagDefinitions> {
  name: string;
  aliases?: readonly string[];
  /** Words for which an unknown command suggests this one (cobra's SuggestFor). */
  suggestFor?: readonly string[];
  summary: string;
  /** What the help begins with; the summary when absent. */
  description?: string;
  /** The synopsis without "kubectl": 'drain NODE', 'rollout status (TYPE NAME | TYPE/NAME)'. */
  use: string;
  flags?: F;
  requiredFlags?: readonly (keyof F & string)[];
  subcommands?: readonly CommandDefinition[];
  /** A group without `run` prints its help and exits 1: where to (upstream differs by command). */
  helpTo?: 'stdout' | 'stderr';
  /** The exit code of that; 1 when absent. */
  groupExitCode?: number;
  /** Throws KubectlError, ApiError or CommandErrors to fail; see kubectl-error.ts. */
  run?(line: CommandLine<F>, context: CommandContext): Promise<void>;
}

export type Command = CommandDefinition;

/** Gives `run` the types of its own flags. */
export const defineCommand = <const F extends FlagDefinitions>(definition: CommandDefinition<F>): Command =>
  definition as unknown as Command;
