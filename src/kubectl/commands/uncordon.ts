/** `kubectl uncordon`: pods may come to these nodes again. */
import { dryRunFlag, dryRunOf } from '../changes/index.ts';
import { defineCommand } from '../command.ts';
import { markNodes, nodesOf } from '../drain/index.ts';

export const uncordon = defineCommand({
  name: 'uncordon',
  summary: 'Mark node as schedulable',
  use: 'uncordon NODE',
  flags: { selector: { type: 'string', short: 'l' }, 'dry-run': dryRunFlag },
  async run({ args, flags, isSet }, context) {
    const nodes = await nodesOf(
      args,
      { value: flags.selector, isSet: isSet('selector') },
      'uncordon NODE',
      context,
    );
    await markNodes(nodes, false, dryRunOf(flags['dry-run'], context), context);
  },
});
