/** Topology spread constraints: a pod's own, or the defaults for pods of a Service or controller. */
import type { NodeInfo } from './node-info.ts';
import { matcherKey, matcherOfSelector, type LabelMatcher } from './label-selector.ts';
import type { PodCounter } from './pod-counter.ts';
import type { PodInfo } from './pod-info.ts';
import type { Cycle } from './plugin.ts';
import { siblingMatcher } from './sibling-matcher.ts';

export interface SpreadConstraint {
  maxSkew: number;
  topologyKey: string;
  selector: LabelMatcher;
}

export const hostnameLabel = 'kubernetes.io/hostname';

/** @source k8s 1.20 pkg/scheduler/framework/plugins/podtopologyspread/plugin.go systemDefaultConstraints */
const systemDefaults = [
  { topologyKey: hostnameLabel, maxSkew: 3 },
  { topologyKey: 'topology.kubernetes.io/zone', maxSkew: 5 },
];

const none: readonly SpreadConstraint[] = [];

/** The pod's own constraints of one kind. */
export const spreadConstraintsOf = (
  pod: PodInfo,
  whenUnsatisfiable: 'DoNotSchedule' | 'ScheduleAnyway',
): readonly SpreadConstraint[] => {
  const own = pod.pod.spec.topologySpreadConstraints;
  if (own === undefined || own.length === 0) return none;
  return own
    .filter((constraint) => constraint.whenUnsatisfiable === whenUnsatisfiable)
    .map(({ maxSkew, topologyKey, labelSelector }) => ({
      maxSkew,
      topologyKey,
      selector: matcherOfSelector(labelSelector),
    }));
};

/** The soft constraints that hold for a pod that has none of its own: spread over hosts and zones, as far as it has siblings. */
export const defaultSpreadConstraints = ({ pod, snapshot }: Cycle): readonly SpreadConstraint[] => {
  const selector = siblingMatcher(pod, snapshot.workloads);
  return selector.isEmpty ? none : systemDefaults.map((constraint) => ({ ...constraint, selector }));
};

export const hasAllTopologies = (node: NodeInfo, constraints: readonly SpreadConstraint[]): boolean => {
  for (const { topologyKey } of constraints) if (node.labels[topologyKey] === undefined) return false;
  return true;
};

/** How many pods of the pod's namespace, that are not going away, a constraint selects on each node. */
export const countByConstraint = ({ pod, snapshot }: Cycle, { selector }: SpreadConstraint): PodCounter =>
  snapshot.count(
    `siblings ${pod.namespace} ${matcherKey(selector)}`,
    ({ namespace, labels, isTerminating }) =>
      !isTerminating && namespace === pod.namespace && selector.matches(labels),
  );
