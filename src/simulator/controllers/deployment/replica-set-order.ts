/** The orders in which a deployment goes through its replica sets. */
import type { ReplicaSet } from '../../../kube/index.ts';
import { revisionOf } from './revision-annotations.ts';
import { sizeOf } from './replica-counts.ts';

type Order = (a: ReplicaSet, b: ReplicaSet) => number;

const compareTexts = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Oldest first, then by name. @source k8s 1.20 pkg/controller/controller_utils.go ReplicaSetsByCreationTimestamp */
export const byCreation: Order = (a, b) =>
  compareTexts(a.metadata.creationTimestamp ?? '', b.metadata.creationTimestamp ?? '') ||
  compareTexts(a.metadata.name, b.metadata.name);

/** Largest first, then oldest. @source k8s 1.20 pkg/controller/controller_utils.go ReplicaSetsBySizeOlder */
export const bySizeOlder: Order = (a, b) => sizeOf(b) - sizeOf(a) || byCreation(a, b);

/** Largest first, then newest. @source k8s 1.20 pkg/controller/controller_utils.go ReplicaSetsBySizeNewer */
export const bySizeNewer: Order = (a, b) => sizeOf(b) - sizeOf(a) || byCreation(b, a);

/** Lowest revision first. @source k8s 1.24 pkg/controller/deployment/util/deployment_util.go ReplicaSetsByRevision */
export const byRevision: Order = (a, b) => revisionOf(a) - revisionOf(b) || byCreation(a, b);
