/** The commands of containers, a line for each group. */
import type { CommandDefinition } from '../command.ts';
import { diskCommands } from './disk.ts';
import { fileCommands } from './files.ts';
import { networkCommands } from './network.ts';
import { printCommands } from './print.ts';
import { sizedFileCommands } from './sized-files.ts';
import { systemCommands } from './system.ts';
import { textCommands } from './text.ts';

export const commands: readonly CommandDefinition[] = [
  ...printCommands,
  ...textCommands,
  ...fileCommands,
  ...sizedFileCommands,
  ...diskCommands,
  ...systemCommands,
  ...networkCommands,
];
