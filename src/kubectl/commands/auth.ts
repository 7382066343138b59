/** `kubectl auth can-i`: in a lab the administrator may do everything. */
import { defineCommand } from '../command.ts';
import { KubectlError } from '../kubectl-error.ts';

/** @deviates asks no one: the lab's user is cluster-admin */
const canI = defineCommand({
  name: 'can-i',
  summary: 'Check whether an action is allowed',
  use: 'auth can-i VERB [TYPE | TYPE/NAME | NONRESOURCEURL]',
  flags: {
    'all-namespaces': { type: 'bool', short: 'A' },
    list: { type: 'bool' },
    quiet: { type: 'bool', short: 'q' },
    subresource: { type: 'string' },
    'no-headers': { type: 'bool' },
  },
  async run({ args, flags }, context) {
    if (flags.list) throw new KubectlError("labproof's kubectl does not list permissions");
    if (args.length < 2 || args.length > 3)
      throw new KubectlError(
        'you must specify two or three arguments: verb, resource, and optional resourceName',
      );
    await context.resources();
    if (!flags.quiet) context.out('yes\n');
  },
});

export const auth = defineCommand({
  name: 'auth',
  summary: 'Inspect authorization',
  use: 'auth',
  subcommands: [canI],
});
