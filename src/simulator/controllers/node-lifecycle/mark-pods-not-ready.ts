/** Marks the pods of a silent node as not ready, so that services stop sending them requests. */
import type { Pod } from '../../../kube/index.ts';
import type { Action } from '../../controller.ts';
import { readyCondition } from '../pod-state.ts';

/** @source k8s 1.20 pkg/controller/util/node/controller_utils.go MarkPodsNotReady */
export const markPodsNotReady = (pods: readonly Pod[], now: string): Action[] =>
  pods.flatMap((pod): Action[] => {
    const ready = readyCondition(pod);
    if (ready?.status !== 'True') return [];
    const { name, namespace = '' } = pod.metadata;
    const patch = { status: { conditions: [{ ...ready, status: 'False', lastTransitionTime: now }] } };
    return [
      {
        do: 'patch',
        resource: 'pods',
        namespace,
        name,
        type: 'strategic-merge-patch+json',
        patch,
        subresource: 'status',
        mayFail: true,
      },
      { do: 'event', about: pod, type: 'Warning', reason: 'NodeNotReady', message: 'Node is not ready' },
    ];
  });
