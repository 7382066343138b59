/** The workloads a pod may belong to, and the selector that tells its siblings. */
import { isAtLeast } from '../../kube/index.ts';
import type { KubernetesVersion, LabelSelector, Service } from '../../kube/index.ts';
import { bothMatchers, matcherOfSelector, matcherOfSet, type LabelMatcher } from './label-selector.ts';
import type { PodInfo } from './pod-info.ts';

export interface Workloads {
  services(namespace: string): Iterable<Service>;
  /** The selector of a ReplicaSet, StatefulSet or ReplicationController; undefined when it is not known. */
  selectorOf(kind: string, namespace: string, name: string): LabelSelector | undefined;
}

export const noWorkloads: Workloads = { services: () => [], selectorOf: () => undefined };

const groupOf: Record<string, string> = {
  ReplicationController: 'v1',
  ReplicaSet: 'apps/v1',
  StatefulSet: 'apps/v1',
};

/**
 * What the services that select the pod and its controller select, taken together; empty when there is none of them.
 * @source k8s 1.20 pkg/scheduler/framework/plugins/helper/spread.go DefaultSelector
 */
export const siblingMatcher = (
  pod: PodInfo,
  workloads: Workloads,
  version: KubernetesVersion,
): LabelMatcher => {
  let fromServices: Record<string, string> | undefined;
  for (const { spec } of workloads.services(pod.namespace)) {
    if (spec.selector === undefined || Object.keys(spec.selector).length === 0) continue;
    if (!matcherOfSelector({ matchLabels: spec.selector }).matches(pod.labels)) continue;
    fromServices = { ...fromServices, ...spec.selector };
  }
  const services = matcherOfSet(fromServices ?? {});
  const owner = pod.pod.metadata.ownerReferences?.find((reference) => reference.controller === true);
  if (owner === undefined || (groupOf[owner.kind] !== owner.apiVersion && isAtLeast(version, 20)))
    return services;
  const selector = workloads.selectorOf(owner.kind, pod.namespace, owner.name);
  return selector === undefined ? services : bothMatchers(services, matcherOfSelector(selector));
};
