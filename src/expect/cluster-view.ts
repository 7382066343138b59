/** ClusterView: what an expectation sees of a cluster at one instant. */
import type { KubeObject } from '../kube/index.ts';

/** A resource as the cluster serves it. */
export interface ViewedResource {
  /** "deployments.apps"; the core group has none: "pods". */
  id: string;
  kind: string;
  namespaced: boolean;
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
}
