/** The registry of the CLI's commands, a line each: a command is loaded when it is wanted, for loading them all takes long. */
import type { CommandDefinition, CommandGroup } from './define-command.ts';

const commands = {
  run: async () => (await import('./run.ts')).run,
  matrix: async () => (await import('./matrix.ts')).matrix,
  list: async () => (await import('./list.ts')).list,
  lint: async () => (await import('./lint.ts')).lint,
  explain: async () => (await import('./explain.ts')).explain,
  prove: async () => (await import('./prove.ts')).prove,
  serve: async () => (await import('./serve.ts')).serve,
  compare: async () => (await import('./compare.ts')).compare,
  conformance: async () => (await import('./conformance.ts')).conformance,
  record: async () => (await import('./record.ts')).record,
  notes: async () => (await import('./notes.ts')).notes,
  backend: async () => (await import('./backend.ts')).backend,
  cleanup: async () => (await import('./cleanup.ts')).cleanup,
} satisfies Record<string, () => Promise<CommandDefinition | CommandGroup>>;

type CommandName = keyof typeof commands;

const isCommand = (name: string | undefined): name is CommandName =>
  name !== undefined && Object.hasOwn(commands, name);

/** All of them, or those of these names. */
export const loadCommands = (
  names: readonly CommandName[] = Object.keys(commands) as CommandName[],
): Promise<(CommandDefinition | CommandGroup)[]> => Promise.all(names.map((name) => commands[name]()));

/** Those that a command line can concern: the one it names; none when it only asks for the version; else all. */
export const loadCommandsFor = (argv: readonly string[]): Promise<(CommandDefinition | CommandGroup)[]> => {
  const name = argv.find((word) => !word.startsWith('-'));
  if (isCommand(name)) return loadCommands([name]);
  const isForVersion = argv.length === 1 && (argv[0] === '--version' || argv[0] === '-V');
  return loadCommands(isForVersion ? [] : undefined);
};
