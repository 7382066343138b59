/** `labproof cleanup`: removes from a cluster what runs that were killed have left. */
import { cleanUpCluster } from '../backends/index.ts';
import { clusterFlags, clusterOptions } from './backend-flags.ts';
import { defineCommand } from './define-command.ts';
import { exitCodes } from './exit-code.ts';
import { readConfig } from './read-config.ts';

export const cleanup = defineCommand({
  name: 'cleanup',
  summary: 'Remove from a cluster what killed runs have left: namespaces, objects, cordons and taints.',
  flags: [
    ...clusterFlags,
    { flags: '-c, --config <file>', summary: 'the configuration file (default: labproof.config.yaml)' },
  ],
  examples: ['labproof cleanup --context kind-lab'],
  run: async (_args, flags, terminal) => {
    const config = await readConfig(flags['config'] as string | undefined, terminal.cwd);
    const { undone, left } = await cleanUpCluster(clusterOptions(flags, config, terminal.cwd));
    for (const name of undone) terminal.out(`${name} undone\n`);
    for (const name of left) terminal.err(`${name} is still there\n`);
    if (undone.length === 0) terminal.out('nothing to clean up\n');
    return left.length === 0 ? exitCodes.passed : exitCodes.failed;
  },
});
