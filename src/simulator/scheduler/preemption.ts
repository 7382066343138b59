/** Preemption: which pods would have to go, and from which node, for a pod to fit; the choice that hurts least. */
import type { PodDisruptionBudget } from '../../kube/index.ts';
import { fitErrorMessage } from './fit-error.ts';
import type { NodeInfo } from './node-info.ts';
import { startMs, type PodInfo } from './pod-info.ts';
import { reject, type Cycle, type Rejection } from './plugin.ts';
import type { Profile } from './profile.ts';
import { selectVictims, type Victims } from './victims.ts';

export interface Candidate extends Victims {
  node: NodeInfo;
}

export interface PreemptionRequest {
  cycle: Cycle;
  profile: Profile;
  rejections: ReadonlyMap<NodeInfo, Rejection>;
  budgets: readonly PodDisruptionBudget[];
  nominated: ReadonlyMap<string, readonly PodInfo[]>;
  nowMs: number;
}

/**
 * Why the pod may not preempt: it does not want to, or a pod is already leaving the node that is reserved for it.
 * @source k8s 1.20 pkg/scheduler/framework/plugins/defaultpreemption/default_preemption.go PodEligibleToPreemptOthers
 */
const whyNotEligible = ({ cycle: { pod, snapshot }, rejections }: PreemptionRequest): string | undefined => {
  if (pod.pod.spec.preemptionPolicy === 'Never') return 'preemptionPolicy=Never';
  const nominatedName = pod.pod.status?.nominatedNodeName ?? '';
  if (nominatedName === '') return undefined;
  const node = snapshot.node(nominatedName);
  if (node === undefined || rejections.get(node)?.isResolvable === false) return undefined;
  for (const other of node.pods.values()) {
    if (other.isTerminating && other.priority < pod.priority)
      return 'a terminating pod on the nominated node';
  }
  return undefined;
};

/** The earliest start among the victims of the highest priority. */
const earliestStartMs = ({ pods }: Victims, nowMs: number): number => {
  const greatest = Math.max(...pods.map(({ priority }) => priority));
  const starts = pods.filter(({ priority }) => priority === greatest).map((pod) => startMs(pod, nowMs));
  return Math.min(...starts);
};

/** Each measure narrows the candidates to those with the least of it, until one is left. */
const measures: readonly ((candidate: Candidate, nowMs: number) => number)[] = [
  ({ violations }) => violations,
  ({ pods }) => pods[0]?.priority ?? -Infinity,
  ({ pods }) => pods.reduce((sum, { priority }) => sum + priority + 2 ** 31, 0),
  ({ pods }) => pods.length,
  (candidate, nowMs) => -earliestStartMs(candidate, nowMs),
];

/** @source k8s 1.20 pkg/scheduler/framework/plugins/defaultpreemption/default_preemption.go pickOneNodeForPreemption */
const pickCandidate = (candidates: readonly Candidate[], nowMs: number): Candidate | undefined => {
  let left = candidates;
  for (const measure of measures) {
    if (left.length <= 1) break;
    const amounts = left.map((candidate) => measure(candidate, nowMs));
    const least = Math.min(...amounts);
    left = left.filter((_, index) => amounts[index] === least);
  }
  return left[0];
};

export type Preemption =
  | { candidate: Candidate }
  /** `mightHelp`: some node was worth a try. */
  | { candidate: undefined; message: string; mightHelp: boolean };

const notHelpful = reject('Preemption is not helpful for scheduling', false);

/**
 * The node to free and the pods to evict from it, or, as kube-scheduler 1.24 and later say it, why no node can be freed.
 * @source k8s 1.20 pkg/scheduler/framework/plugins/defaultpreemption/default_preemption.go preempt
 */
export const findPreemption = (request: PreemptionRequest): Preemption => {
  const reason = whyNotEligible(request);
  if (reason !== undefined)
    return { candidate: undefined, message: `not eligible due to ${reason}.`, mightHelp: true };
  const { nodes } = request.cycle.snapshot;
  const candidates: Candidate[] = [];
  const refusals: Rejection[] = [];
  let mightHelp = false;
  for (const node of nodes) {
    if (request.rejections.get(node)?.isResolvable === false) {
      refusals.push(notHelpful);
      continue;
    }
    mightHelp = true;
    const victims = selectVictims(request, node);
    if ('reasons' in victims) refusals.push(victims);
    else candidates.push({ ...victims, node });
  }
  const candidate = pickCandidate(candidates, request.nowMs);
  return candidate === undefined
    ? { candidate, message: fitErrorMessage(nodes.length, refusals), mightHelp }
    : { candidate };
};
