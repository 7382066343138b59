/** `kubectl top`: what nodes and pods use. */
import { defineCommand } from '../command.ts';
import { topNodes } from '../top/top-nodes.ts';
import { topPods } from '../top/top-pods.ts';

export const top = defineCommand({
  name: 'top',
  summary: 'Display Resource (CPU/Memory/Storage) usage',
  description:
    'Display Resource (CPU/Memory/Storage) usage.\n\n' +
    ' The top command allows you to see the resource consumption for nodes or pods.\n\n' +
    ' This command requires Metrics Server to be correctly configured and working on the server.',
  use: 'top [flags]',
  helpTo: 'stderr',
  subcommands: [topNodes, topPods],
});
