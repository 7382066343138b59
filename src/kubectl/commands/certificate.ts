/** `kubectl certificate`: approval of signing requests, which labs do not play. */
import { defineCommand } from '../command.ts';
import type { Command } from '../command.ts';
import { KubectlError } from '../kubectl-error.ts';

const subcommand = (name: string): Command =>
  defineCommand({
    name,
    summary: `${name[0]!.toUpperCase()}${name.slice(1)} a certificate signing request`,
    use: `certificate ${name} (-f FILENAME | NAME)`,
    flags: { filename: { type: 'stringSlice', short: 'f' }, force: { type: 'bool' } },
    run() {
      throw new KubectlError("labproof's kubectl does not decide on certificate signing requests");
    },
  });

export const certificate = defineCommand({
  name: 'certificate',
  summary: 'Modify certificate resources',
  use: 'certificate SUBCOMMAND',
  subcommands: [subcommand('approve'), subcommand('deny')],
  groupExitCode: 0,
});
