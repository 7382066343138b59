/** PodInfo: what the scheduler needs to know of a pod, worked out once. */
import type { Pod, PodAffinityTerm } from '../../kube/index.ts';
import { hostPortsOf, type HostPort } from './host-ports.ts';
import { matcherOfSelector, type LabelMatcher, type Labels } from './label-selector.ts';
import { requestsOf, type Requests } from './pod-requests.ts';

/** A term of pod (anti-)affinity: pods of these namespaces with these labels, in the same topology. */
export interface AffinityTerm {
  namespaces: readonly string[];
  selector: LabelMatcher;
  topologyKey: string;
  /** Of preferred terms; 0 for required ones. */
  weight: number;
}

interface AffinityTerms {
  required: readonly AffinityTerm[];
  preferred: readonly AffinityTerm[];
}

export interface PodInfo {
  pod: Pod;
  /** Its uid, or "namespace/name" where it has none. */
  key: string;
  namespace: string;
  labels: Labels;
  priority: number;
  isTerminating: boolean;
  requests: Requests;
  hostPorts: readonly HostPort[];
  affinity: AffinityTerms;
  antiAffinity: AffinityTerms;
  hasAffinity: boolean;
  hasRequiredAntiAffinity: boolean;
}

const noTerms: AffinityTerms = { required: [], preferred: [] };
const noLabels: Labels = {};

const termOf = (term: PodAffinityTerm, namespace: string, weight: number): AffinityTerm => ({
  namespaces: term.namespaces !== undefined && term.namespaces.length > 0 ? term.namespaces : [namespace],
  selector: matcherOfSelector(term.labelSelector),
  topologyKey: term.topologyKey,
  weight,
});

type PodAffinity = NonNullable<NonNullable<Pod['spec']['affinity']>['podAffinity']>;

const termsOf = (affinity: PodAffinity | undefined, namespace: string): AffinityTerms =>
  affinity === undefined
    ? noTerms
    : {
        required: (affinity.requiredDuringSchedulingIgnoredDuringExecution ?? []).map((term) =>
          termOf(term, namespace, 0),
        ),
        preferred: (affinity.preferredDuringSchedulingIgnoredDuringExecution ?? []).map((term) =>
          termOf(term.podAffinityTerm, namespace, term.weight),
        ),
      };

/** The pod's namespace and labels are what the term asks for. */
export const termMatches = (term: AffinityTerm, namespace: string, labels: Labels): boolean =>
  term.namespaces.includes(namespace) && term.selector.matches(labels);

export const podKey = (pod: Pod): string =>
  pod.metadata.uid ?? `${pod.metadata.namespace ?? ''}/${pod.metadata.name}`;

/** @source k8s 1.20 pkg/scheduler/framework/v1alpha1/types.go NewPodInfo */
export const podInfoOf = (pod: Pod): PodInfo => {
  const namespace = pod.metadata.namespace ?? '';
  const affinity = termsOf(pod.spec.affinity?.podAffinity, namespace);
  const antiAffinity = termsOf(pod.spec.affinity?.podAntiAffinity, namespace);
  return {
    pod,
    key: podKey(pod),
    namespace,
    labels: pod.metadata.labels ?? noLabels,
    priority: pod.spec.priority ?? 0,
    isTerminating: pod.metadata.deletionTimestamp !== undefined,
    requests: requestsOf(pod.spec),
    hostPorts: hostPortsOf(pod.spec),
    affinity,
    antiAffinity,
    hasAffinity:
      pod.spec.affinity?.podAffinity !== undefined || pod.spec.affinity?.podAntiAffinity !== undefined,
    hasRequiredAntiAffinity: antiAffinity.required.length > 0,
  };
};

/** When the pod was started; now for one that was not. */
export const startMs = ({ pod }: PodInfo, nowMs: number): number =>
  pod.status?.startTime === undefined ? nowMs : Date.parse(pod.status.startTime);
