/** The selector that tells a pod's siblings: what its services select and its controller selects, taken together. */
import { labelMatcher, matchesLabelSet } from '../../kube/index.ts';
import type { LabelMatcher } from '../../kube/index.ts';
import type { PodInfo } from './pod-info.ts';
import type { Workloads } from './workloads.ts';

const groupOf: Record<string, string> = {
  ReplicationController: 'v1',
  ReplicaSet: 'apps/v1',
  StatefulSet: 'apps/v1',
};
const everything = labelMatcher({});

const both = (a: LabelMatcher, b: LabelMatcher): LabelMatcher => {
  if (a.isEmpty) return b;
  if (b.isEmpty) return a;
  return {
    requirements: [...a.requirements, ...b.requirements],
    isEmpty: false,
    text: `${a.text},${b.text}`,
    matches: (labels) => a.matches(labels) && b.matches(labels),
  };
};

/**
 * Empty when the pod belongs to no service and no controller.
 * @source k8s 1.20 pkg/scheduler/framework/plugins/helper/spread.go DefaultSelector
 */
export const siblingMatcher = (pod: PodInfo, workloads: Workloads): LabelMatcher => {
  let fromServices: Record<string, string> | undefined;
  for (const { spec } of workloads.services(pod.namespace)) {
    if (spec.selector === undefined || !matchesLabelSet(spec.selector, pod.labels)) continue;
    fromServices = { ...fromServices, ...spec.selector };
  }
  const services = fromServices === undefined ? everything : labelMatcher({ matchLabels: fromServices });
  const owner = pod.pod.metadata.ownerReferences?.find((reference) => reference.controller === true);
  if (owner === undefined || groupOf[owner.kind] !== owner.apiVersion) return services;
  const selector = workloads.selectorOf(owner.kind, pod.namespace, owner.name);
  return selector === undefined ? services : both(services, labelMatcher(selector));
};
