/** `kubectl cordon`: no new pods on these nodes. */
import { dryRunFlag, dryRunOf } from '../changes/index.ts';
import { defineCommand } from '../command.ts';
import { markNodes, nodesOf } from '../drain/index.ts';

export const cordon = defineCommand({
  name: 'cordon',
  summary: 'Mark node as unschedulable',
  use: 'cordon NODE',
  flags: { selector: { type: 'string', short: 'l' }, 'dry-run': dryRunFlag },
  async run({ args, flags, isSet }, context) {
    const nodes = await nodesOf(
      args,
      { value: flags.selector, isSet: isSet('selector') },
      'cordon NODE',
      context,
    );
    await markNodes(nodes, true, dryRunOf(flags['dry-run'], context), context);
  },
});
