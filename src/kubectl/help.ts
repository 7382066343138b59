/** The help of a command: what it is for, its subcommands, its flags. (Ours, not upstream's prose.) */
import type { Command } from './command.ts';

const listed = (commands: readonly Command[]): string => {
  const width = Math.max(...commands.map((command) => command.name.length));
  return commands.map((command) => `  ${command.name.padEnd(width)}  ${command.summary}\n`).join('');
};

/** Help for `command`, or for kubectl itself when undefined. */
export const commandHelp = (
  commandPath: string,
  command: Command | undefined,
  all: readonly Command[],
): string => {
  if (command === undefined) return `kubectl as labproof plays it.\n\nCommands:\n${listed(all)}`;
  const flags = Object.entries(command.flags ?? {})
    .map(
      ([name, flag]) =>
        `      ${flag.short === undefined ? '    ' : `-${flag.short}, `}--${name}: ${flag.summary ?? flag.type}\n`,
    )
    .join('');
  const subcommands = command.subcommands ?? [];
  return (
    `${command.summary}.\n` +
    (subcommands.length === 0 ? '' : `\nAvailable Commands:\n${listed(subcommands)}`) +
    (flags === '' ? '' : `\nOptions:\n${flags}`) +
    `\nUsage:\n  ${commandPath === 'kubectl' ? '' : 'kubectl '}${command.use}${subcommands.length === 0 ? ' [options]' : ' SUBCOMMAND [options]'}\n`
  );
};
