/** One spelling for all the ways to write the same kubectl line: flags by their long names, in order, after the arguments. */
import { commands } from './commands/index.ts';
import { findCommand } from './find-command.ts';
import { parseFlags } from './flags.ts';
import { globalFlags } from './global-flags.ts';
import { FlagError } from './kubectl-error.ts';

/**
 * The words after "kubectl", made comparable: `-n x get pods` and `get pods --namespace=x` answer the same. A line that
 * kubectl would refuse for its flags keeps its words as they are.
 */
export const canonicalArguments = (argv: readonly string[]): string[] => {
  const { path, rest } = findCommand(argv, commands);
  const found = path.at(-1);
  if (found === undefined) return [...argv];
  const names = path.map(({ name }) => name);
  try {
    const { args, given, dashIndex } = parseFlags(rest, { ...globalFlags, ...found.flags });
    const flags = given.map(({ name, value }) => `--${name}=${value}`).sort();
    if (dashIndex === undefined) return [...names, ...args, ...flags];
    return [...names, ...args.slice(0, dashIndex), ...flags, '--', ...args.slice(dashIndex)];
  } catch (error) {
    if (!(error instanceof FlagError)) throw error;
    return [...names, ...rest];
  }
};
