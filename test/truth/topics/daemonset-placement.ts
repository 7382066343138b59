/** Topic daemonset_placement: whether a daemon pod belongs on a node, and what it tolerates. */
import type { PodSpec, Toleration } from '../../../src/kube/index.ts';
import { daemonTolerations, placementFor } from '../../../src/simulator/controllers/daemonset/placement.ts';
import { defineTopic } from '../topic.ts';

/** Go leaves empty fields out when it writes. */
const written = (toleration: Toleration): object =>
  Object.fromEntries(Object.entries(toleration).filter(([, value]) => value !== ''));

export const daemonsetPlacement = defineTopic({
  name: 'daemonset_placement',
  run({ templateSpec, node }) {
    const spec = templateSpec as PodSpec;
    return { ...placementFor(spec)(node), podTolerations: daemonTolerations(spec).map(written) };
  },
});
