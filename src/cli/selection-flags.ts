/** The arguments and flags by which a command says which scenarios it means. */
import type { ArgumentDefinition, FlagDefinition } from './define-command.ts';
import type { Selection } from '../runner/index.ts';

export const pathsArgument: ArgumentDefinition = {
  name: '[paths...]',
  summary: 'scenario files, FILE:LINE, folders or globs (default: scenarios)',
};

export const selectionFlags: readonly FlagDefinition[] = [
  { flags: '-g, --grep <regexp>', summary: 'only scenarios whose name or title matches' },
  {
    flags: '-t, --tag <selector>',
    summary: 'only scenarios whose labels match this label selector, e.g. chapter=3,topic!=nodes',
    isRepeatable: true,
  },
];

/** The selection that arguments and flags describe. */
export const selectionOf = (
  paths: readonly string[],
  flags: Readonly<Record<string, unknown>>,
  cwd: string,
  defaults: readonly string[],
): Selection => {
  const grep = flags['grep'] as string | undefined;
  const tags = flags['tag'] as string[] | undefined;
  const shard = flags['shard'] as string | undefined;
  return {
    paths: paths.length > 0 ? paths : defaults,
    cwd,
    ...(grep === undefined ? {} : { grep }),
    ...(tags === undefined ? {} : { tags }),
    ...(shard === undefined ? {} : { shard }),
  };
};
