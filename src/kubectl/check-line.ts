/** Checks a kubectl command line without running it: that a shell can read it, that the command is known, and its flags. */
import { commands } from './commands/index.ts';
import { findCommand, suggestionsFor, upstreamCommands } from './find-command.ts';
import { parseFlags } from './flags.ts';
import { globalFlags } from './global-flags.ts';
import { FlagError } from './kubectl-error.ts';
import { parseShellLine, ShellLineError } from './shell-line.ts';

export interface LineProblem {
  code: 'shell-line' | 'unknown-kubectl-command' | 'bad-kubectl-flag';
  message: string;
  /** The word of the line it is about, or where in the line it is. */
  at: string | number;
  hint?: string;
}

const flagWord = (message: string, argv: readonly string[]): string => {
  const named = /--[\w-]+/.exec(message)?.[0] ?? /-(\w)/.exec(message)?.[0];
  return argv.find((word) => named !== undefined && word.startsWith(named)) ?? argv[0] ?? '';
};

const checkCommand = (words: readonly string[]): LineProblem | undefined => {
  const argv = words[0] === 'kubectl' ? words.slice(1) : words;
  const { path, rest, unknown } = findCommand(argv, commands);
  if (unknown !== undefined) {
    // A command of upstream's that is not here says so itself when it is run.
    if (upstreamCommands.includes(unknown)) return undefined;
    const [nearest] = suggestionsFor(unknown, upstreamCommands);
    const hint = nearest === undefined ? undefined : `did you mean "${nearest}"?`;
    const message = `unknown kubectl command "${unknown}"`;
    return { code: 'unknown-kubectl-command', message, at: unknown, ...(hint === undefined ? {} : { hint }) };
  }
  const flags = { ...globalFlags, ...path.at(-1)?.flags };
  try {
    parseFlags(rest, flags);
    return undefined;
  } catch (error) {
    if (!(error instanceof FlagError)) throw error;
    const typed = /^unknown flag: --([\w-]+)/.exec(error.message)?.[1];
    const [nearest] = typed === undefined ? [] : suggestionsFor(typed, Object.keys(flags));
    const command = ['kubectl', ...path.map(({ name }) => name)].join(' ');
    const message = `${command}: ${error.message}`;
    const at = flagWord(error.message, argv);
    return {
      code: 'bad-kubectl-flag',
      message,
      at,
      ...(nearest === undefined ? {} : { hint: `did you mean --${nearest}?` }),
    };
  }
};

/** Everything that is wrong with a line whatever the cluster is like; empty when nothing is. */
export const checkLine = (line: string): LineProblem[] => {
  try {
    return parseShellLine(line, '~')
      .map(({ stages }) => checkCommand(stages[0] ?? []))
      .filter((problem) => problem !== undefined);
  } catch (error) {
    if (!(error instanceof ShellLineError)) throw error;
    const { message, index, hint } = error;
    return [{ code: 'shell-line', message, at: index, ...(hint === undefined ? {} : { hint }) }];
  }
};
