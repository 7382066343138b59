/** `kubectl set`: changes of single features of objects. */
import { defineCommand } from '../command.ts';
import { setSubcommands } from '../set/index.ts';

export const set = defineCommand({
  name: 'set',
  summary: 'Configure application resources',
  description: 'Configure application resources',
  use: 'set SUBCOMMAND',
  helpTo: 'stderr',
  subcommands: setSubcommands,
});
