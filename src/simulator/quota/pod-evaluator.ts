/** What pods use of a quota. @source k8s 1.20 pkg/quota/v1/evaluator/core/pods.go */
import {
  isAtLeast,
  podQosClass,
  type Container,
  type KubernetesVersion,
  type Pod,
} from '../../kube/index.ts';
import { one, type Evaluator, type ScopeRequirement } from './evaluator.ts';
import { addAmounts, amountsOf, maxAmounts, type Amounts } from './resource-list.ts';

const ownNames = new Set([
  'count/pods',
  'pods',
  ...['cpu', 'memory', 'ephemeral-storage'].flatMap((name) => [name, `requests.${name}`, `limits.${name}`]),
]);

/** The names that every container must say something of, where a quota has them. */
const required = new Set(['cpu', 'memory', 'requests.cpu', 'requests.memory', 'limits.cpu', 'limits.memory']);

const isExtended = (name: string): boolean =>
  name.includes('/') && !name.includes('kubernetes.io/') && !name.startsWith('requests.');

/** Requests and limits under the names that quotas know. @source k8s 1.20 pods.go podComputeUsageHelper */
const quotaNames = (requests: Amounts, limits: Amounts): Amounts => {
  const result = new Map([['pods', one]]);
  for (const name of ['cpu', 'memory', 'ephemeral-storage']) {
    const request = requests.get(name);
    if (request !== undefined) result.set(name, request).set(`requests.${name}`, request);
    const limit = limits.get(name);
    if (limit !== undefined) result.set(`limits.${name}`, limit);
  }
  for (const [name, request] of requests) {
    if (name.startsWith('hugepages-')) result.set(name, request).set(`requests.${name}`, request);
    else if (isExtended(name)) result.set(`requests.${name}`, request);
  }
  return result;
};

const listsOf = ({ resources }: Container): [requests: Amounts, limits: Amounts] => [
  amountsOf(resources?.requests),
  amountsOf(resources?.limits),
];

const hasEnded = ({ status }: Pod): boolean => status?.phase === 'Failed' || status?.phase === 'Succeeded';

/** @source k8s 1.20 pods.go QuotaV1Pod: one that has ended, or should have by now, uses nothing */
const isCounted = (pod: Pod, nowMs: number): boolean => {
  if (hasEnded(pod)) return false;
  const { deletionTimestamp, deletionGracePeriodSeconds } = pod.metadata;
  if (deletionTimestamp === undefined || deletionGracePeriodSeconds === undefined) return true;
  return nowMs <= Date.parse(deletionTimestamp) + deletionGracePeriodSeconds * 1000;
};

const isTerminating = ({ spec }: Pod): boolean => (spec.activeDeadlineSeconds ?? -1) >= 0;

const matchesClass = ({ spec }: Pod, { operator, values = [] }: ScopeRequirement): boolean => {
  const name = spec.priorityClassName ?? '';
  switch (operator) {
    case 'Exists':
      return name !== '';
    case 'DoesNotExist':
      return name === '';
    case 'In':
      return name !== '' && values.includes(name);
    default:
      return !values.includes(name);
  }
};

interface AffinityTerm {
  namespaces?: string[];
  namespaceSelector?: unknown;
}

/** @since k8s 1.22 @source k8s 1.22 pods.go usesCrossNamespacePodAffinity */
const looksAcrossNamespaces = ({ spec }: Pod): boolean => {
  const { podAffinity, podAntiAffinity } = (spec.affinity ?? {}) as Record<string, unknown>;
  return [podAffinity, podAntiAffinity].some((affinity) => {
    const {
      requiredDuringSchedulingIgnoredDuringExecution: hard = [],
      preferredDuringSchedulingIgnoredDuringExecution: soft = [],
    } = (affinity ?? {}) as {
      requiredDuringSchedulingIgnoredDuringExecution?: AffinityTerm[];
      preferredDuringSchedulingIgnoredDuringExecution?: { podAffinityTerm?: AffinityTerm }[];
    };
    return [...hard, ...soft.map(({ podAffinityTerm = {} }) => podAffinityTerm)].some(
      ({ namespaces = [], namespaceSelector }) => namespaces.length > 0 || namespaceSelector !== undefined,
    );
  });
};

/** The containers that do not say what a quota wants to know, by that name. */
const missing = (names: readonly string[], pod: Pod): Map<string, string[]> => {
  const result = new Map<string, string[]>();
  const wanted = names.filter((name) => required.has(name)).sort();
  for (const container of [...pod.spec.containers, ...(pod.spec.initContainers ?? [])]) {
    const said = quotaNames(...listsOf(container));
    for (const name of wanted) {
      if (!said.has(name)) result.set(name, [...(result.get(name) ?? []), container.name]);
    }
  }
  return result;
};

export const podEvaluator: Evaluator = {
  matches: (name) =>
    ownNames.has(name) ||
    name.startsWith('hugepages-') ||
    name.startsWith('requests.hugepages-') ||
    (name.startsWith('requests.') && isExtended(name.slice('requests.'.length))),

  usage(object, nowMs) {
    const pod = object as Pod;
    const count: Amounts = new Map([['count/pods', one]]);
    if (!isCounted(pod, nowMs)) return count;
    let requests: Amounts = new Map();
    let limits: Amounts = new Map();
    for (const container of pod.spec.containers) {
      const lists = listsOf(container);
      requests = addAmounts(requests, lists[0]);
      limits = addAmounts(limits, lists[1]);
    }
    for (const container of pod.spec.initContainers ?? []) {
      const lists = listsOf(container);
      requests = maxAmounts(requests, lists[0]);
      limits = maxAmounts(limits, lists[1]);
    }
    const overhead = amountsOf(pod.spec.overhead);
    return addAmounts(count, quotaNames(addAmounts(requests, overhead), addAmounts(limits, overhead)));
  },

  isInScope(scope, object, version) {
    const pod = object as Pod;
    switch (scope.scopeName) {
      case 'Terminating':
        return isTerminating(pod);
      case 'NotTerminating':
        return !isTerminating(pod);
      case 'BestEffort':
        return podQosClass(pod.spec) === 'BestEffort';
      case 'NotBestEffort':
        return podQosClass(pod.spec) !== 'BestEffort';
      case 'PriorityClass':
        return matchesClass(pod, scope);
      case 'CrossNamespacePodAffinity':
        return isAtLeast(version, 22) && looksAcrossNamespaces(pod);
      default:
        return false;
    }
  },

  complaint(names, object, version: KubernetesVersion) {
    const lacking = missing(names, object as Pod);
    if (lacking.size === 0) return undefined;
    const sorted = [...lacking].sort(([a], [b]) => (a < b ? -1 : 1));
    if (!isAtLeast(version, 24)) return `must specify ${sorted.map(([name]) => name).join(',')}`;
    const texts = sorted.map(
      ([name, containers]) => `${name} for: ${[...new Set(containers)].sort().join(',')}`,
    );
    return `must specify ${texts.join('; ')}`;
  },

  countsUpdate: (object, old, version) =>
    isAtLeast(version, 33) && isTerminating(object as Pod) !== isTerminating(old as Pod),

  frees: (object, old) => !hasEnded(old as Pod) && hasEnded(object as Pod),
};
