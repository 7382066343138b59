/** What a terminating namespace says of itself. @source k8s 1.20 pkg/controller/namespace/deletion/status_condition_utils.go */
import type { Condition } from '../../../kube/index.ts';
import type { Content } from './namespace-content.ts';

type Finding = Omit<Condition, 'lastTransitionTime' | 'status'>;

const fine: readonly Finding[] = [
  {
    type: 'NamespaceDeletionDiscoveryFailure',
    reason: 'ResourcesDiscovered',
    message: 'All resources successfully discovered',
  },
  {
    type: 'NamespaceDeletionGroupVersionParsingFailure',
    reason: 'ParsedGroupVersions',
    message: 'All legacy kube types successfully parsed',
  },
  {
    type: 'NamespaceDeletionContentFailure',
    reason: 'ContentDeleted',
    message: 'All content successfully deleted, may be waiting on finalization',
  },
  {
    type: 'NamespaceContentRemaining',
    reason: 'ContentRemoved',
    message: 'All content successfully removed',
  },
  {
    type: 'NamespaceFinalizersRemaining',
    reason: 'ContentHasNoFinalizers',
    message: 'All content-preserving finalizers finished',
  },
];

const sorted = (texts: readonly string[]): string => [...texts].sort().join(', ');

const countsOfFinalizers = (remains: readonly Content[]): Map<string, number> => {
  const counts = new Map<string, number>();
  for (const { objects } of remains)
    for (const { metadata } of objects)
      for (const finalizer of metadata.finalizers ?? [])
        counts.set(finalizer, (counts.get(finalizer) ?? 0) + 1);
  return counts;
};

/** What is amiss, by type of condition. */
const findingsOf = (remains: readonly Content[], failures: readonly string[]): Finding[] => {
  const findings: Finding[] = [];
  if (failures.length > 0) {
    const message = `Failed to delete all resource types, ${failures.length} remaining: ${sorted(failures)}`;
    findings.push({ type: 'NamespaceDeletionContentFailure', reason: 'ContentDeletionFailed', message });
  }
  if (remains.length > 0) {
    const resources = remains.map(
      ({ resource: { groupResource }, objects }) =>
        `${groupResource.resource}.${groupResource.group} has ${objects.length} resource instances`,
    );
    const message = `Some resources are remaining: ${sorted(resources)}`;
    findings.push({ type: 'NamespaceContentRemaining', reason: 'SomeResourcesRemain', message });
  }
  const finalizers = countsOfFinalizers(remains);
  if (finalizers.size > 0) {
    const counts = [...finalizers].map(([finalizer, count]) => `${finalizer} in ${count} resource instances`);
    const message = `Some content in the namespace has finalizers remaining: ${sorted(counts)}`;
    findings.push({ type: 'NamespaceFinalizersRemaining', reason: 'SomeFinalizersRemain', message });
  }
  return findings;
};

/** The namespace's conditions; `old` itself when they say this already. `failures`: why content could not be deleted. */
export const deletionConditions = (
  old: readonly Condition[],
  remains: readonly Content[],
  failures: readonly string[],
  now: string,
): readonly Condition[] => {
  const findings = findingsOf(remains, failures);
  let hasChanged = false;
  const conditions = fine.map((isFine): Condition => {
    const finding = findings.find(({ type }) => type === isFine.type);
    const status = finding === undefined ? 'False' : 'True';
    const { type, reason, message } = finding ?? isFine;
    const before = old.find((condition) => condition.type === type);
    if (before?.status === status && before.reason === reason && before.message === message) return before;
    hasChanged = true;
    const lastTransitionTime = before?.status === status ? (before.lastTransitionTime ?? now) : now;
    return { type, status, lastTransitionTime, reason, message };
  });
  return hasChanged ? conditions : old;
};
