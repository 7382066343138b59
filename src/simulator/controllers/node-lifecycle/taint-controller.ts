/** The taint manager: evicts pods from nodes with NoExecute taints, at once or when their toleration ends. */
import { matchingTolerations, minTolerationSeconds } from '../../../kube/index.ts';
import type { KubeObject, Node, Pod, Taint } from '../../../kube/index.ts';
import { disruptionPatch, marksDisruption } from '../../disruption-target.ts';
import { defineController, type Action, type Reconciliation, type View } from '../../controller.ts';
import { keyOf, splitKey } from '../object-key.ts';

const noExecuteTaints = (node: Node | undefined): readonly Taint[] =>
  (node?.spec.taints ?? []).filter(({ effect }) => effect === 'NoExecute');

/** Upstream's events name the pod and nothing else of it. */
const podNamed = (namespace: string, name: string): KubeObject =>
  ({ apiVersion: '', kind: 'Pod', metadata: { namespace, name } }) as KubeObject;

const tell = (key: string, message: string): Action => {
  const { namespace, name } = splitKey(key);
  return {
    do: 'event',
    about: podNamed(namespace, name),
    type: 'Normal',
    reason: 'TaintManagerEviction',
    message: `${message} ${key}`,
  };
};

const textOf = (taints: readonly Taint[]): string =>
  taints.map(({ key, value = '' }) => `${key}=${value}`).join();

/** When the pod must go, in ms from now: 0 at once, undefined never. @source k8s 1.20 pkg/controller/nodelifecycle/scheduler/taint_manager.go processPodOnNode */
const staysForMs = (pod: Pod, taints: readonly Taint[]): number | undefined => {
  const used = matchingTolerations(taints, pod.spec.tolerations ?? []);
  if (used === undefined) return 0;
  const seconds = minTolerationSeconds(used);
  return seconds === undefined ? undefined : seconds * 1000;
};

/** @source k8s 1.26 pkg/controller/nodelifecycle/scheduler/taint_manager.go addConditionAndDeletePod */
const mark = (namespace: string, name: string, time: string): Action => ({
  do: 'patch',
  resource: 'pods',
  namespace,
  name,
  type: 'strategic-merge-patch+json',
  patch: disruptionPatch('DeletionByTaintManager', 'Taint manager: deleting due to NoExecute taint', time),
  subresource: 'status',
  mayFail: true,
});

/** @source k8s 1.20 pkg/controller/nodelifecycle/scheduler/taint_manager.go NoExecuteTaintManager */
export const taintController = defineController({
  name: 'taint-controller',
  summary: 'Evicts pods from nodes with NoExecute taints that they do not, or no longer, tolerate.',
  create({ version }) {
    /** When each pod that is tolerated for a time must go, in ms. */
    const planned = new Map<string, number>();
    /** Pods deleted already; they are not deleted twice. */
    const done = new Set<string>();

    const cancel = (key: string): Action[] => {
      done.delete(key);
      return planned.delete(key) ? [tell(key, 'Cancelling deletion of Pod')] : [];
    };

    const evict = (key: string, time: string): Action[] => {
      const { namespace, name } = splitKey(key);
      planned.delete(key);
      done.add(key);
      return [
        tell(key, 'Marking for deletion Pod'),
        ...(marksDisruption(version) ? [mark(namespace, name, time)] : []),
        { do: 'delete', resource: 'pods', namespace, name, mayFail: true },
      ];
    };

    /** A plan once made stands, however the tolerations change, until all taints are gone or one is not tolerated. */
    const plan = (key: string, stayMs: number, now: { ms: number; time: string }): Reconciliation => {
      if (done.has(key)) return { actions: [] };
      if (stayMs === 0) return { actions: [...cancel(key), ...evict(key, now.time)] };
      const dueMs = planned.get(key) ?? now.ms + stayMs;
      if (dueMs <= now.ms) return { actions: evict(key, now.time) };
      planned.set(key, dueMs);
      return { actions: [], requeueAfterMs: dueMs - now.ms };
    };

    return {
      watches: [
        {
          resource: 'nodes',
          keys({ object, old, isDeleted }, view) {
            const taints = isDeleted ? [] : noExecuteTaints(object as Node);
            if (textOf(taints) === textOf(noExecuteTaints(old as Node | undefined)) && !isDeleted) return [];
            return view.podsOnNode(object.metadata.name).map(keyOf);
          },
        },
        {
          resource: 'pods',
          keys: (change, view) =>
            isConcerned(change.object as Pod, view, planned, done) ? [keyOf(change.object)] : [],
        },
      ],
      reconcile(key, view, now) {
        const { namespace, name } = splitKey(key);
        const pod = view.get('pods', namespace, name);
        if (pod === undefined) return { actions: cancel(key) };
        const taints = noExecuteTaints(view.get('nodes', undefined, pod.spec.nodeName ?? ''));
        if (taints.length === 0) return { actions: cancel(key) };
        const stayMs = staysForMs(pod, taints);
        return stayMs === undefined ? { actions: [] } : plan(key, stayMs, now);
      },
    };
  },
});

const isConcerned = (
  pod: Pod,
  view: View,
  planned: ReadonlyMap<string, unknown>,
  done: ReadonlySet<string>,
): boolean => {
  const key = keyOf(pod);
  if (planned.has(key) || done.has(key)) return true;
  const { nodeName } = pod.spec;
  return nodeName !== undefined && noExecuteTaints(view.get('nodes', undefined, nodeName)).length > 0;
};
