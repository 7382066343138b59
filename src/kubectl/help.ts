/** The help of a command: what it is for, its subcommands, its flags. (Ours, not upstream's prose.) */
import type { Command } from './command.ts';

/** Names are padded to cobra's width of eleven. */
const listed = (commands: readonly Command[]): string => {
  const width = Math.max(11, ...commands.map((command) => command.name.length));
  return commands.map((command) => `  ${command.name.padEnd(width)} ${command.summary}\n`).join('');
};

const flagLines = (command: Command): string =>
  Object.entries(command.flags ?? {})
    .map(([name, flag]) => {
      const short = flag.short === undefined ? '    ' : `-${flag.short}, `;
      return `      ${short}--${name}: ${flag.summary ?? flag.type}\n`;
    })
    .join('');

const groupHints =
  '\nUse "kubectl <command> --help" for more information about a given command.\n' +
  'Use "kubectl options" for a list of global command-line options (applies to all commands).\n';

/** Help for `command`, or for kubectl itself when undefined. @source k8s 1.20 kubectl/pkg/util/templates/templates.go (its layout) */
export const commandHelp = (command: Command | undefined, all: readonly Command[]): string => {
  if (command === undefined) return `kubectl as labproof plays it.\n\nCommands:\n${listed(all)}`;
  const subcommands = command.subcommands ?? [];
  const flags = flagLines(command);
  const isBareGroup = subcommands.length > 0 && command.use === command.name;
  return (
    `${command.description ?? `${command.summary}.`}\n` +
    (subcommands.length === 0 ? '' : `\nAvailable Commands:\n${listed(subcommands)}`) +
    (flags === '' ? '' : `\nOptions:\n${flags}`) +
    `\nUsage:\n  kubectl ${command.use}${isBareGroup ? ' SUBCOMMAND' : ''} [options]\n` +
    (subcommands.length === 0 ? '' : groupHints)
  );
};
