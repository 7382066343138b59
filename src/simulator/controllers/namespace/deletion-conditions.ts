/** What a terminating namespace says of itself. @source k8s 1.20 pkg/controller/namespace/deletion/status_condition_utils.go */
import type { Condition } from '../../../kube/index.ts';

export interface Remains {
  /** Instances by "pods." or "deployments.apps". */
  resources: ReadonlyMap<string, number>;
  /** Instances by finalizer. */
  finalizers: ReadonlyMap<string, number>;
}

const fine = [
  ['NamespaceDeletionDiscoveryFailure', 'ResourcesDiscovered', 'All resources successfully discovered'],
  [
    'NamespaceDeletionGroupVersionParsingFailure',
    'ParsedGroupVersions',
    'All legacy kube types successfully parsed',
  ],
  [
    'NamespaceDeletionContentFailure',
    'ContentDeleted',
    'All content successfully deleted, may be waiting on finalization',
  ],
  ['NamespaceContentRemaining', 'ContentRemoved', 'All content successfully removed'],
  ['NamespaceFinalizersRemaining', 'ContentHasNoFinalizers', 'All content-preserving finalizers finished'],
] as const;

const listed = (counts: ReadonlyMap<string, number>, joint: string): string =>
  [...counts]
    .map(([what, count]) => `${what}${joint}${count} resource instances`)
    .sort()
    .join(', ');

export const deletionConditions = (
  old: readonly Condition[],
  { resources, finalizers }: Remains,
  now: string,
): Condition[] =>
  fine.map(([type, okReason, okMessage]): Condition => {
    let next: Omit<Condition, 'lastTransitionTime'> = {
      type,
      status: 'False',
      reason: okReason,
      message: okMessage,
    };
    if (type === 'NamespaceContentRemaining' && resources.size > 0) {
      const message = `Some resources are remaining: ${listed(resources, ' has ')}`;
      next = { type, status: 'True', reason: 'SomeResourcesRemain', message };
    }
    if (type === 'NamespaceFinalizersRemaining' && finalizers.size > 0) {
      const message = `Some content in the namespace has finalizers remaining: ${listed(finalizers, ' in ')}`;
      next = { type, status: 'True', reason: 'SomeFinalizersRemain', message };
    }
    const before = old.find((condition) => condition.type === type);
    return {
      ...next,
      lastTransitionTime: before?.status === next.status ? (before.lastTransitionTime ?? now) : now,
    };
  });
