/** Placement: which nodes a daemon set's pods belong on, and what their pods tolerate. */
import { findUntoleratedTaint, matchesNodeAffinity, repels } from '../../../kube/index.ts';
import type { Node, PodSpec, Toleration } from '../../../kube/index.ts';

const tolerated = (key: string, effect: string): Toleration => ({
  key: `node.kubernetes.io/${key}`,
  operator: 'Exists',
  effect,
});

/** What every daemon pod tolerates, in upstream's order. */
const always: readonly Toleration[] = [
  tolerated('not-ready', 'NoExecute'),
  tolerated('unreachable', 'NoExecute'),
  tolerated('disk-pressure', 'NoSchedule'),
  tolerated('memory-pressure', 'NoSchedule'),
  tolerated('pid-pressure', 'NoSchedule'),
  tolerated('unschedulable', 'NoSchedule'),
];

const onHostNetwork = tolerated('network-unavailable', 'NoSchedule');

const isSameToleration = (a: Toleration, b: Toleration): boolean =>
  (a.key ?? '') === (b.key ?? '') &&
  (a.effect ?? '') === (b.effect ?? '') &&
  (a.operator ?? '') === (b.operator ?? '') &&
  (a.value ?? '') === (b.value ?? '');

/** @source k8s 1.20 pkg/apis/core/v1/helper/helpers.go AddOrUpdateTolerationInPodSpec */
const withToleration = (tolerations: readonly Toleration[], added: Toleration): Toleration[] =>
  tolerations.some((toleration) => isSameToleration(toleration, added))
    ? tolerations.map((toleration) => (isSameToleration(toleration, added) ? added : toleration))
    : [...tolerations, added];

/**
 * The template's tolerations and those that all daemon pods have.
 * @source k8s 1.20 pkg/controller/daemon/util/daemonset_util.go AddOrUpdateDaemonPodTolerations
 */
export const daemonTolerations = (spec: PodSpec): Toleration[] => {
  let tolerations = tolerationsBySpec.get(spec);
  if (tolerations === undefined) {
    const added = spec.hostNetwork === true ? [...always, onHostNetwork] : always;
    tolerations = added.reduce<Toleration[]>(withToleration, spec.tolerations ?? []);
    tolerationsBySpec.set(spec, tolerations);
  }
  return tolerations;
};
const tolerationsBySpec = new WeakMap<PodSpec, Toleration[]>();

export interface Placement {
  shouldRun: boolean;
  /** A pod that is there already may stay: the taints in its way do not evict. */
  shouldContinueRunning: boolean;
}

const nowhere: Placement = { shouldRun: false, shouldContinueRunning: false };
const here: Placement = { shouldRun: true, shouldContinueRunning: true };

/**
 * A function from a node to what a daemon pod of this template may do on it.
 * @source k8s 1.20 pkg/controller/daemon/daemon_controller.go nodeShouldRunDaemonPod
 */
export const placementFor = (spec: PodSpec): ((node: Node) => Placement) => {
  const tolerations = daemonTolerations(spec);
  return ({ metadata, spec: nodeSpec }) => {
    if ((spec.nodeName ?? '') !== '' && spec.nodeName !== metadata.name) return nowhere;
    if (!matchesNodeAffinity(spec, { name: metadata.name, labels: metadata.labels ?? {} })) return nowhere;
    const taints = nodeSpec.taints ?? [];
    if (findUntoleratedTaint(taints, tolerations, repels) === undefined) return here;
    const evicting = findUntoleratedTaint(taints, tolerations, ({ effect }) => effect === 'NoExecute');
    return { shouldRun: false, shouldContinueRunning: evicting === undefined };
  };
};
