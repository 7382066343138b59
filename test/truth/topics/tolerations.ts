/** Topic tolerations: taints against tolerations. */

import {
  findUntoleratedTaint,
  matchingTolerations,
  minTolerationSeconds,
  repels,
  toleratesTaint,
} from '../../../src/kube/index.ts';
import type { Taint } from '../../../src/kube/index.ts';
import { defineTopic } from '../topic.ts';

export const tolerations = defineTopic({
  name: 'tolerations',
  run(input: any) {
    if (input.taint !== undefined) return { tolerates: toleratesTaint(input.toleration, input.taint) };
    const taints: Taint[] = input.taints ?? [];
    const firstUntolerated = findUntoleratedTaint(taints, input.tolerations ?? [], repels);
    const noExecute = taints.filter((taint) => taint.effect === 'NoExecute');
    const used = matchingTolerations(noExecute, input.tolerations ?? []);
    return {
      schedulable: firstUntolerated === undefined,
      firstUntolerated,
      ...(noExecute.length === 0
        ? {}
        : {
            noExecuteTolerated: used !== undefined,
            evictAfterSeconds: used === undefined ? 0 : (minTolerationSeconds(used) ?? 'never'),
          }),
    };
  },
});
