/** Daemons: what one pass over a daemon set works on. */
import type { DaemonSet, KubernetesVersion, Node, Pod } from '../../../kube/index.ts';
import { targetNodeOf } from './daemon-pod.ts';
import type { FailedPodBackoff } from './failed-pods.ts';
import { placementFor } from './placement.ts';
import type { Placement } from './placement.ts';

export interface Daemons {
  daemonSet: DaemonSet;
  nodes: readonly Node[];
  pods: readonly Pod[];
  podsByNode: ReadonlyMap<string, readonly Pod[]>;
  placementOn: (node: Node) => Placement;
  failedPods: FailedPodBackoff;
  version: KubernetesVersion;
  nowMs: number;
}

/** @source k8s 1.20 pkg/controller/daemon/daemon_controller.go getNodesToDaemonPods */
const groupByNode = (pods: readonly Pod[]): Map<string, Pod[]> => {
  const groups = new Map<string, Pod[]>();
  for (const pod of pods) {
    const node = targetNodeOf(pod);
    if (node === undefined) continue;
    const group = groups.get(node);
    if (group === undefined) groups.set(node, [pod]);
    else group.push(pod);
  }
  return groups;
};

export const gatherDaemons = (
  given: Pick<Daemons, 'daemonSet' | 'nodes' | 'pods' | 'failedPods' | 'version' | 'nowMs'>,
): Daemons => ({
  ...given,
  podsByNode: groupByNode(given.pods),
  placementOn: placementFor(given.daemonSet.spec.template.spec),
});
