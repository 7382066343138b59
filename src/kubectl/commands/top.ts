/** `kubectl top`: what nodes and pods use. */
import { defineCommand } from '../command.ts';
import { topNodes } from '../top/top-nodes.ts';
import { topPods } from '../top/top-pods.ts';

export const top = defineCommand({
  name: 'top',
  summary: 'Display Resource (CPU/Memory/Storage) usage',
  use: 'top',
  helpTo: 'stderr',
  subcommands: [topNodes, topPods],
});
