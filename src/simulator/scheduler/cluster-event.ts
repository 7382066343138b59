/** Which changes of a node matter to the scheduler. */
import { deepEqual } from '../../kube/index.ts';
import type { Node } from '../../kube/index.ts';

const differs = (a: unknown, b: unknown): boolean => !deepEqual(a, b);

/** What the snapshot holds of a node has changed. */
export const changesNodeInfo = (old: Node, updated: Node): boolean =>
  differs(old.spec, updated.spec) ||
  differs(old.metadata.labels, updated.metadata.labels) ||
  differs(old.metadata.annotations, updated.metadata.annotations) ||
  differs(old.status?.allocatable, updated.status?.allocatable) ||
  differs(old.status?.images, updated.status?.images);

const statusByType = (node: Node): unknown =>
  (node.status?.conditions ?? []).map(({ type, status }) => [type, status]);

/**
 * The change may make unschedulable pods fit.
 * @source k8s 1.20 pkg/scheduler/eventhandlers.go nodeSchedulingPropertiesChange
 */
export const mayMakeRoom = (old: Node, updated: Node): boolean =>
  (old.spec.unschedulable === true && updated.spec.unschedulable !== true) ||
  differs(old.status?.allocatable, updated.status?.allocatable) ||
  differs(old.metadata.labels, updated.metadata.labels) ||
  differs(old.spec.taints, updated.spec.taints) ||
  differs(statusByType(old), statusByType(updated));
