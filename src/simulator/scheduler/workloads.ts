/** Workloads: where the scheduler learns of the services and controllers that a pod may belong to. */
import type { LabelSelector, Service } from '../../kube/index.ts';

export interface Workloads {
  services(namespace: string): Iterable<Service>;
  /** The selector of a ReplicaSet, StatefulSet or ReplicationController; undefined when it is not known. */
  selectorOf(kind: string, namespace: string, name: string): LabelSelector | undefined;
}

export const noWorkloads: Workloads = { services: () => [], selectorOf: () => undefined };
