/** `kubectl api-versions`: the groups and versions that the API serves. */
import { defineCommand } from '../command.ts';
import { usageError } from '../kubectl-error.ts';

/** @source k8s 1.20 kubectl/pkg/cmd/apiresources/apiversions.go RunAPIVersions */
export const apiVersions = defineCommand({
  name: 'api-versions',
  summary: 'Print the supported API versions on the server, in the form of "group/version"',
  use: 'api-versions',
  flags: {},
  async run({ args }, context) {
    if (args.length > 0) throw usageError(context.commandPath, `unexpected arguments: [${args.join(' ')}]`);
    const versions = (await context.resources()).map(({ group, version }) =>
      group === '' ? version : `${group}/${version}`,
    );
    for (const version of [...new Set(versions)].sort()) context.out(`${version}\n`);
  },
});
