/** The pod garbage collector: deletes pods of nodes that are gone, the oldest of too many finished pods, and unscheduled ones that terminate. */
import type { Pod } from '../../../kube/index.ts';
import { disruptionTarget, marksDisruption } from '../../disruption-target.ts';
import { defineController, type Action, type View } from '../../controller.ts';
import { keyOf } from '../object-key.ts';

const key = 'pods';

/** @source k8s 1.20 pkg/controller/podgc/gc_controller.go gcCheckPeriod, quarantineTime */
const checkMs = 20_000;
const quarantineMs = 40_000;

/** @source k8s 1.20 cmd/kube-controller-manager --terminated-pod-gc-threshold */
const finishedPodsKept = 12_500;

const isFinished = ({ status }: Pod): boolean =>
  status?.phase !== 'Pending' &&
  status?.phase !== 'Running' &&
  status?.phase !== 'Unknown' &&
  status?.phase !== undefined;

const byAge = (a: Pod, b: Pod): number => {
  const [left, right] = [a.metadata.creationTimestamp ?? '', b.metadata.creationTimestamp ?? ''];
  if (left !== right) return left < right ? -1 : 1;
  return a.metadata.name < b.metadata.name ? -1 : 1;
};

const tooManyFinished = (pods: readonly Pod[]): readonly Pod[] => {
  if (pods.length <= finishedPodsKept) return [];
  const finished = pods.filter(isFinished);
  return finished.length <= finishedPodsKept
    ? []
    : finished.sort(byAge).slice(0, finished.length - finishedPodsKept);
};

/** Nodes that pods are on and that are gone. */
const missingNodes = (pods: readonly Pod[], view: View): Set<string> => {
  const there = new Set(view.list('nodes').map(({ metadata }) => metadata.name));
  const names = new Set<string>();
  for (const { spec } of pods)
    if (spec.nodeName !== undefined && spec.nodeName !== '' && !there.has(spec.nodeName))
      names.add(spec.nodeName);
  return names;
};

const remove = ({ metadata }: Pod): Action => ({
  do: 'delete',
  resource: 'pods',
  namespace: metadata.namespace ?? '',
  name: metadata.name,
  options: { gracePeriodSeconds: 0 },
  mayFail: true,
});

/** @source k8s 1.26 pkg/controller/podgc/gc_controller.go markFailedAndDeletePodWithCondition */
const markFailed = ({ metadata }: Pod, time: string): Action => ({
  do: 'patch',
  resource: 'pods',
  namespace: metadata.namespace ?? '',
  name: metadata.name,
  type: 'strategic-merge-patch+json',
  patch: {
    status: {
      phase: 'Failed',
      conditions: [disruptionTarget('DeletionByPodGC', 'PodGC: node no longer exists', time)],
    },
  },
  subresource: 'status',
  mayFail: true,
});

/** @source k8s 1.20 pkg/controller/podgc/gc_controller.go */
export const podGarbageCollector = defineController({
  name: 'pod-garbage-collector',
  summary:
    'Deletes pods of nodes that are gone, finished pods beyond 12500, and unscheduled pods that terminate.',
  create({ version }) {
    /** When each missing node was first missed, in ms: it may only be late. */
    const missedSince = new Map<string, number>();
    return {
      watches: [
        {
          // Only so that what will be collected is known to be still to come.
          resource: 'nodes',
          keys: ({ isDeleted }) => (isDeleted ? [key] : []),
        },
      ],
      resync: { everyMs: checkMs, keys: () => [key] },
      reconcile(_key, view, now) {
        const pods = view.list('pods');
        const missing = missingNodes(pods, view);
        for (const name of missedSince.keys()) if (!missing.has(name)) missedSince.delete(name);
        for (const name of missing) if (!missedSince.has(name)) missedSince.set(name, now.ms);
        const isOrphaned = ({ spec }: Pod): boolean =>
          now.ms - (missedSince.get(spec.nodeName ?? '') ?? Infinity) >= quarantineMs;
        const doomed = new Map<string, Pod>();
        for (const pod of tooManyFinished(pods)) doomed.set(keyOf(pod), pod);
        for (const pod of pods) {
          const isStuck = pod.metadata.deletionTimestamp !== undefined && (pod.spec.nodeName ?? '') === '';
          if (isStuck || (missing.size > 0 && isOrphaned(pod))) doomed.set(keyOf(pod), pod);
        }
        const actions = [...doomed.values()].flatMap((pod) =>
          marksDisruption(version) && isOrphaned(pod) && !isFinished(pod)
            ? [markFailed(pod, now.time), remove(pod)]
            : [remove(pod)],
        );
        return missing.size === 0 ? { actions } : { actions, requeueAfterMs: checkMs };
      },
    };
  },
});
