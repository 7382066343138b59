/** ClusterView: what an expectation sees of a cluster at one instant. */
import type { KubeObject } from '../kube/index.ts';

/** A resource as the cluster serves it. */
export interface ViewedResource {
  /** "deployments.apps"; the core group has none: "pods". */
  id: string;
  kind: string;
  namespaced: boolean;
}

/** One write to the cluster, as a watch shows it. */
export interface ViewedChange {
  type: 'ADDED' | 'MODIFIED' | 'DELETED';
  /** The resource's id. */
  resource: string;
  /** As it is after the write; of a deletion, as it last was. */
  object: KubeObject;
  /** As it was before; undefined when it is new. */
  before: KubeObject | undefined;
  /** Who wrote: "deployment-controller", "kubelet/w1-k8s"; undefined where the backend cannot tell. */
  by: string | undefined;
}

export interface ClusterView {
  /** The resource of a name as kubectl takes it (pods, pod, po, deployments.apps); undefined when the cluster has none. */
  resolve(name: string): ViewedResource | undefined;
  /** All objects of a resource, by its id, in all namespaces, in any order. An unknown resource has none. */
  list(id: string): readonly KubeObject[];
  /** One object; absent: it is looked for in list(). */
  get?(id: string, namespace: string | undefined, name: string): KubeObject | undefined;
  /** Milliseconds since the Unix epoch. */
  now(): number;
  /** The writes since the step began to the resources that are watched, in the cluster's order. Absent: none. */
  changes?(): readonly ViewedChange[];
}
