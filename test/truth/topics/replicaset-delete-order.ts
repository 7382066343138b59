/** Topic replicaset_delete_order: which pods a scale-down deletes. */
import { parseKubernetesVersion } from '../../../src/kube/index.ts';
import type { Pod } from '../../../src/kube/index.ts';
import { podsToDelete, rankForDeletion } from '../../../src/simulator/controllers/pod-ranking.ts';
import { timeText } from '../../simulator/controllers/fake-cluster.ts';
import { defineTopic } from '../topic.ts';

const nowMs = Date.parse('2021-01-20T12:00:00Z');

interface PodInput {
  name: string;
  node: string;
  phase: string;
  ready: boolean;
  createdSecondsAgo: number;
  readySecondsAgo: number;
  restarts: number;
}

const podOf = (input: PodInput): Pod =>
  ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: input.name, creationTimestamp: timeText(nowMs - input.createdSecondsAgo * 1000) },
    spec: { nodeName: input.node },
    status: {
      phase: input.phase,
      conditions: [
        {
          type: 'Ready',
          status: input.ready ? 'True' : 'False',
          lastTransitionTime: timeText(nowMs - input.readySecondsAgo * 1000),
        },
      ],
      containerStatuses: [{ restartCount: input.restarts }],
    },
  }) as unknown as Pod;

const namesOf = (pods: readonly Pod[]): string[] => pods.map(({ metadata }) => metadata.name);

export const replicasetDeleteOrder = defineTopic({
  name: 'replicaset_delete_order',
  run(input, { kubernetes }) {
    const version = parseKubernetesVersion(kubernetes)!;
    const pods = (input.pods as PodInput[]).map(podOf);
    const others = ((input.otherPodsOfOwner ?? []) as PodInput[]).map(podOf);
    const deleted = podsToDelete(pods, [...pods, ...others], input.delete, version, nowMs);
    return {
      deleted: namesOf(deleted).sort(),
      activePodsOrderWithoutRank: namesOf(rankForDeletion(pods, [], version, nowMs)),
    };
  },
});
