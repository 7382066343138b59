/** TaintToleration: NoSchedule and NoExecute taints repel pods that do not tolerate them; PreferNoSchedule taints rank. */
import { findUntoleratedTaint, isAtLeast, repels, toleratesTaint } from '../../../kube/index.ts';
import type { KubernetesVersion, Taint } from '../../../kube/index.ts';
import { maxNodeScore, normalizeScores, reject, type SchedulerPlugin } from '../plugin.ts';

const reasonIn = (version: KubernetesVersion, { key, value = '' }: Taint): string => {
  if (isAtLeast(version, 35)) return 'node(s) had untolerated taint(s)';
  return isAtLeast(version, 24)
    ? `node(s) had untolerated taint {${key}: ${value}}`
    : `node(s) had taint {${key}: ${value}}, that the pod didn't tolerate`;
};

/** @source k8s 1.20 pkg/scheduler/framework/plugins/tainttoleration/taint_toleration.go */
export const taintToleration: SchedulerPlugin = {
  name: 'TaintToleration',
  filter({ pod, snapshot, version }) {
    if (!snapshot.facts.hasRepellingTaints) return undefined;
    const tolerations = pod.pod.spec.tolerations ?? [];
    return ({ taints }) => {
      if (taints.length === 0) return undefined;
      const taint = findUntoleratedTaint(taints, tolerations, repels);
      return taint === undefined ? undefined : reject(reasonIn(version, taint), false);
    };
  },
  score({ pod, snapshot }, nodes, scores) {
    if (!snapshot.facts.hasPreferences) return maxNodeScore;
    const tolerations = (pod.pod.spec.tolerations ?? []).filter(
      ({ effect = '' }) => effect === '' || effect === 'PreferNoSchedule',
    );
    for (const [index, { taints }] of nodes.entries()) {
      scores[index] = taints.filter(
        (taint) =>
          taint.effect === 'PreferNoSchedule' &&
          !tolerations.some((toleration) => toleratesTaint(toleration, taint)),
      ).length;
    }
    normalizeScores(scores, nodes.length, true);
    return undefined;
  },
};
