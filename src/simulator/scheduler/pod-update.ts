/** Which changes of an unscheduled pod make the scheduler try it again, and whether it must back off before that. */
import { deepEqual, isAtLeast } from '../../kube/index.ts';
import type { KubernetesVersion, Pod } from '../../kube/index.ts';

export interface PodUpdateRules {
  /** A pod that was found unschedulable has changed in a way that may help it. */
  mayHelp(old: Pod, updated: Pod): boolean;
  /** A pod that has changed is tried at once, whether it backs off or not. */
  endsBackoff: boolean;
}

const isScheduledCondition = ({ type }: { type: string }): boolean => type === 'PodScheduled';

/** The scheduler's part of metadata.managedFields: it changes when it writes a field that it had not written before. */
const schedulersFields = ({ status = {} }: Pod): string =>
  `${String(status.conditions?.some(isScheduledCondition) ?? false)} ${String((status.nominatedNodeName ?? '') !== '')}`;

const relevantParts = ({ spec, metadata }: Pod, version: KubernetesVersion): readonly unknown[] => {
  const { labels, annotations, deletionTimestamp, finalizers, ownerReferences } = metadata;
  // Hints of the plugins decide: by labels, tolerations, gates and requests. @since k8s 1.32 SchedulerQueueingHints
  if (isAtLeast(version, 32)) return [spec, labels];
  const parts = [spec, labels, annotations, deletionTimestamp, ownerReferences];
  return isAtLeast(version, 22) ? parts : [...parts, finalizers];
};

/**
 * Before 1.22 the write of the pod's own PodScheduled condition counts as a change, by metadata.managedFields: what fits
 * nowhere is tried twice.
 * @source k8s 1.20 pkg/scheduler/internal/queue/scheduling_queue.go Update, isPodUpdated
 */
export const podUpdateRules = (version: KubernetesVersion): PodUpdateRules => ({
  mayHelp(old, updated) {
    const now = relevantParts(updated, version);
    const hasChanged = relevantParts(old, version).some(
      (part, index) => part !== now[index] && !deepEqual(part, now[index]),
    );
    return hasChanged || (!isAtLeast(version, 22) && schedulersFields(old) !== schedulersFields(updated));
  },
  endsBackoff: !isAtLeast(version, 21),
});
