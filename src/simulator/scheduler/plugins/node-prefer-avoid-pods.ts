/** NodePreferAvoidPods: a node may ask, in an annotation, to be spared the pods of some ReplicaSets and ReplicationControllers. */
import type { NodeInfo } from '../node-info.ts';
import { maxNodeScore, type SchedulerPlugin } from '../plugin.ts';

const annotation = 'scheduler.alpha.kubernetes.io/preferAvoidPods';

const avoidedBy = ({ node }: NodeInfo): { kind?: unknown; uid?: unknown }[] => {
  const text = node?.metadata.annotations?.[annotation];
  if (text === undefined || text === '') return [];
  try {
    const { preferAvoidPods = [] } = JSON.parse(text) as {
      preferAvoidPods?: { podSignature?: { podController?: { kind?: unknown; uid?: unknown } } }[];
    };
    return preferAvoidPods.map((entry) => entry.podSignature?.podController ?? {});
  } catch {
    return [];
  }
};

/**
 * @source k8s 1.20 pkg/scheduler/framework/plugins/nodepreferavoidpods/node_prefer_avoid_pods.go
 * @until k8s 1.23
 */
export const nodePreferAvoidPods: SchedulerPlugin = {
  name: 'NodePreferAvoidPods',
  score({ pod }, nodes, scores) {
    const owner = pod.pod.metadata.ownerReferences?.find((reference) => reference.controller === true);
    if (owner === undefined || (owner.kind !== 'ReplicationController' && owner.kind !== 'ReplicaSet'))
      return maxNodeScore;
    let isAvoided = false;
    for (let index = 0; index < nodes.length; index++) {
      scores[index] = maxNodeScore;
      if (nodes[index]!.node?.metadata.annotations?.[annotation] === undefined) continue;
      if (!avoidedBy(nodes[index]!).some(({ kind, uid }) => kind === owner.kind && uid === owner.uid))
        continue;
      scores[index] = 0;
      isAvoided = true;
    }
    return isAvoided ? undefined : maxNodeScore;
  },
};
