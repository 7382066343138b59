/** Sums over replica sets; one that is not there yet counts nothing. */
import type { ReplicaSet } from '../../../kube/index.ts';

export type MaybeReplicaSet = ReplicaSet | undefined;

/** spec.replicas with its default. */
export const sizeOf = (replicaSet: ReplicaSet): number => replicaSet.spec.replicas ?? 1;

export const isActive = (replicaSet: ReplicaSet): boolean => sizeOf(replicaSet) > 0;

/** Those that are there and want pods. */
export const activeOf = (replicaSets: readonly MaybeReplicaSet[]): ReplicaSet[] =>
  replicaSets.filter((replicaSet) => replicaSet !== undefined).filter(isActive);

const sum = (replicaSets: readonly MaybeReplicaSet[], count: (replicaSet: ReplicaSet) => number): number =>
  replicaSets.reduce((total, replicaSet) => total + (replicaSet === undefined ? 0 : count(replicaSet)), 0);

/** Pods wanted. */
export const totalSize = (replicaSets: readonly MaybeReplicaSet[]): number => sum(replicaSets, sizeOf);

/** Pods there are. */
export const totalReplicas = (replicaSets: readonly MaybeReplicaSet[]): number =>
  sum(replicaSets, ({ status }) => status?.replicas ?? 0);

export const totalReady = (replicaSets: readonly MaybeReplicaSet[]): number =>
  sum(replicaSets, ({ status }) => status?.readyReplicas ?? 0);

export const totalAvailable = (replicaSets: readonly MaybeReplicaSet[]): number =>
  sum(replicaSets, ({ status }) => status?.availableReplicas ?? 0);
