/** Topic node_affinity_match: nodeSelector and required node affinity. */

import { matchesNodeAffinity } from '../../../src/kube/index.ts';
import { defineTopic } from '../topic.ts';

export const nodeAffinityMatch = defineTopic({
  name: 'node_affinity_match',
  run(input: any) {
    const affinity = {
      nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: input.required ?? undefined },
    };
    const pod = { nodeSelector: input.nodeSelector ?? undefined, affinity };
    return { matches: matchesNodeAffinity(pod, { name: input.nodeName, labels: input.nodeLabels ?? {} }) };
  },
});
