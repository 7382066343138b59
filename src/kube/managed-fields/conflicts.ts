/** Fields that an applied configuration would take from other managers, and how the API tells of them. */
import type { StatusCause } from '../status.ts';
import type { FieldPath, FieldSet } from './field-set.ts';
import type { Manager } from './managers.ts';
import { printPath } from './path-element.ts';

export interface Conflict {
  manager: Manager;
  path: FieldPath;
}

/** Thrown by apply without force. */
export class ConflictError extends Error {
  readonly conflicts: readonly Conflict[];

  constructor(conflicts: readonly Conflict[]) {
    super(conflictMessage(conflicts));
    this.conflicts = conflicts;
  }
}

export const conflictsOf = (manager: Manager, fields: FieldSet): Conflict[] =>
  [...fields.paths()].map((path) => ({ manager, path }));

/** @source k8s 1.22 fieldmanager/internal/conflict.go printManager */
const printManager = ({ manager, isApplier, apiVersion, subresource }: Manager): string => {
  const name = JSON.stringify(manager) + (subresource === '' ? '' : ` with subresource "${subresource}"`);
  return isApplier ? name : `${name} using ${apiVersion}`;
};

/** @source k8s 1.20 fieldmanager/internal/conflict.go getConflictMessage */
export const conflictMessage = (conflicts: readonly Conflict[]): string => {
  const [first] = conflicts;
  if (first !== undefined && conflicts.length === 1)
    return `Apply failed with 1 conflict: conflict with ${printManager(first.manager)}: ${printPath(first.path)}`;
  const byManager = new Map<Manager, string[]>();
  for (const { manager, path } of conflicts) {
    const lines = byManager.get(manager) ?? [`conflicts with ${printManager(manager)}:`];
    lines.push(`- ${printPath(path)}`);
    byManager.set(manager, lines);
  }
  return `Apply failed with ${conflicts.length} conflicts: ${[...byManager.values()].flat().join('\n')}`;
};

export const conflictCauses = (conflicts: readonly Conflict[]): StatusCause[] =>
  conflicts.map(({ manager, path }) => ({
    reason: 'FieldManagerConflict',
    message: `conflict with ${printManager(manager)}`,
    field: printPath(path),
  }));
