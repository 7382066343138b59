/** Filtering: which nodes can take a pod, looking only as far as enough of them are found. */
import type { NodeInfo } from './node-info.ts';
import type { PodInfo } from './pod-info.ts';
import type { Cycle, NodeFilter, Rejection } from './plugin.ts';
import type { Profile } from './profile.ts';

export interface FeasibleNodes {
  feasible: readonly NodeInfo[];
  rejections: ReadonlyMap<NodeInfo, Rejection>;
  nextStart: number;
  /** What holds against every node, found before any was looked at. */
  refusal?: Rejection;
}

const minFeasibleNodes = 100;
const minPercentage = 5;

/**
 * How many feasible nodes are enough: all of fewer than 100, else a share that falls from 50 % to 5 % as the cluster grows.
 * @source k8s 1.20 pkg/scheduler/core/generic_scheduler.go numFeasibleNodesToFind
 */
export const enoughNodes = (nodeCount: number): number => {
  if (nodeCount < minFeasibleNodes) return nodeCount;
  const percentage = Math.max(minPercentage, 50 - Math.trunc(nodeCount / 125));
  return Math.max(minFeasibleNodes, Math.trunc((nodeCount * percentage) / 100));
};

/** The filters that have something to say on this pod, in the profile's order; or the rejection that holds for all nodes. */
const prepareFilters = (cycle: Cycle, profile: Profile): NodeFilter[] | Rejection => {
  for (const plugin of profile.filters) {
    const rejection = plugin.preFilter?.(cycle);
    if (rejection !== undefined) return rejection;
  }
  const filters: NodeFilter[] = [];
  for (const plugin of profile.filters) {
    const filter = plugin.filter?.(cycle);
    if (filter !== undefined) filters.push(filter);
  }
  return filters;
};

/** The first rejection of a node. */
const firstRejection = (filters: readonly NodeFilter[], node: NodeInfo): Rejection | undefined => {
  for (const filter of filters) {
    const rejection = filter(node);
    if (rejection !== undefined) return rejection;
  }
  return undefined;
};

/**
 * Judges a node as if pods nominated to it (of at least the same priority) were there already, and again without them.
 * @source k8s 1.20 pkg/scheduler/core/generic_scheduler.go PodPassesFiltersOnNode
 */
const rejectionWithNominated = (
  cycle: Cycle,
  profile: Profile,
  filters: readonly NodeFilter[],
  node: NodeInfo,
  nominated: readonly PodInfo[] | undefined,
): Rejection | undefined => {
  const others =
    nominated?.filter(({ key, priority }) => key !== cycle.pod.key && priority >= cycle.pod.priority) ?? [];
  if (others.length > 0) {
    const { snapshot } = cycle;
    const added = others.filter((other) => snapshot.nodeOf(other) === undefined);
    for (const other of added) snapshot.addPod(other, node.name);
    const prepared = prepareFilters(cycle, profile);
    const rejection = Array.isArray(prepared) ? firstRejection(prepared, node) : prepared;
    for (const other of added) snapshot.removePod(other.key);
    if (rejection !== undefined) return rejection;
  }
  return firstRejection(filters, node);
};

/** Why one node does not take the pod, in the snapshot as it is now. */
export const rejectionOnNode = (
  cycle: Cycle,
  profile: Profile,
  node: NodeInfo,
  nominated: readonly PodInfo[] | undefined,
): Rejection | undefined => {
  const filters = prepareFilters(cycle, profile);
  return Array.isArray(filters) ? rejectionWithNominated(cycle, profile, filters, node, nominated) : filters;
};

/** @source k8s 1.20 pkg/scheduler/core/generic_scheduler.go findNodesThatFitPod */
export const findFeasibleNodes = (
  cycle: Cycle,
  profile: Profile,
  start: number,
  nominated?: ReadonlyMap<string, readonly PodInfo[]>,
): FeasibleNodes => {
  const { nodes } = cycle.snapshot;
  const rejections = new Map<NodeInfo, Rejection>();
  const filters = prepareFilters(cycle, profile);
  if (!Array.isArray(filters)) {
    for (const node of nodes) rejections.set(node, filters);
    return { feasible: [], rejections, nextStart: start, refusal: filters };
  }
  const feasible: NodeInfo[] = [];
  const enough = enoughNodes(nodes.length);
  let checked = 0;
  for (; checked < nodes.length && feasible.length < enough; checked++) {
    const node = nodes[(start + checked) % nodes.length]!;
    const rejection =
      nominated === undefined || nominated.size === 0
        ? firstRejection(filters, node)
        : rejectionWithNominated(cycle, profile, filters, node, nominated.get(node.name));
    if (rejection === undefined) feasible.push(node);
    else rejections.set(node, rejection);
  }
  return { feasible, rejections, nextStart: (start + checked) % nodes.length };
};
