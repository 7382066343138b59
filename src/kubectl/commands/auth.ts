/** `kubectl auth`: what users may do. */
import { authSubcommands } from '../auth/index.ts';
import { defineCommand } from '../command.ts';

export const auth = defineCommand({
  name: 'auth',
  summary: 'Inspect authorization',
  use: 'auth',
  subcommands: authSubcommands,
});
