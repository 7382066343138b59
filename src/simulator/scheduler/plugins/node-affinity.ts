/** NodeAffinity: nodeSelector and required node affinity must hold; preferred node affinity ranks. */
import { isAtLeast, matchesNodeAffinity, matchesNodeSelectorTerm } from '../../../kube/index.ts';
import type { KubernetesVersion } from '../../../kube/index.ts';
import { normalizeScores, reject, type SchedulerPlugin } from '../plugin.ts';

const reasonIn = (version: KubernetesVersion): string => {
  if (isAtLeast(version, 21)) return "node(s) didn't match Pod's node affinity/selector";
  return isAtLeast(version, 20)
    ? "node(s) didn't match Pod's node affinity"
    : "node(s) didn't match node selector";
};

/** @source k8s 1.20 pkg/scheduler/framework/plugins/nodeaffinity/node_affinity.go */
export const nodeAffinity: SchedulerPlugin = {
  name: 'NodeAffinity',
  filter({ pod, version }) {
    const { spec } = pod.pod;
    if (
      spec.nodeSelector === undefined &&
      spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution === undefined
    ) {
      return undefined;
    }
    const rejection = reject(reasonIn(version), false);
    return (node) => (matchesNodeAffinity(spec, node) ? undefined : rejection);
  },
  score({ pod }, nodes, scores) {
    const preferences =
      pod.pod.spec.affinity?.nodeAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? [];
    if (preferences.length === 0) return 0;
    for (const [index, node] of nodes.entries()) {
      let sum = 0;
      for (const { weight, preference } of preferences)
        if (matchesNodeSelectorTerm(preference, node)) sum += weight;
      scores[index] = sum;
    }
    normalizeScores(scores, nodes.length, false);
    return undefined;
  },
};
