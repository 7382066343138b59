/** Replicated: what replica sets and replication controllers have in common, and in what they differ. */
import type { KubeObject, LabelMatcher, Pod, PodTemplateSpec, ReplicaSet } from '../../../kube/index.ts';
import type { View } from '../../controller.ts';

/** An object that wants so many pods of one template. */
export interface Replicated extends KubeObject {
  spec: { replicas?: number; minReadySeconds?: number; template?: PodTemplateSpec };
  status?: NonNullable<ReplicaSet['status']>;
}

export interface ReplicatedKind<T extends Replicated> {
  /** The controller's name upstream. */
  name: string;
  summary: string;
  kind: string;
  resource: 'replicasets.apps' | 'replicationcontrollers';
  get(view: View, namespace: string | undefined, name: string): T | undefined;
  list(view: View, namespace: string | undefined): readonly T[];
  selectorOf(owner: T): LabelMatcher;
  /** Pods of siblings, beside which the owner's pods are ranked: those of all replica sets of one deployment. */
  relatedPods(view: View, owner: T): Iterable<Pod>;
}

export const replicasWanted = ({ spec }: Replicated): number => spec.replicas ?? 1;
