/** Who manages which fields after an update or an apply. @source structured-merge-diff v4.0.2 merge/update.go */
import { deepEqual } from '../json-value.ts';
import type { Atom } from './atom.ts';
import { compareValues, type Comparison } from './compare-values.ts';
import { ConflictError, conflictsOf } from './conflicts.ts';
import { FieldSet } from './field-set.ts';
import { withFields, type Manager, type Managers } from './managers.ts';
import { mergeValues } from './merge-values.ts';
import { prune } from './prune.ts';
import { toFieldSet } from './to-field-set.ts';

/** An object of one kind in whatever version. */
export interface Versioned {
  object: unknown;
  apiVersion: string;
}

/** What the algorithm has to know of a kind, and of the API server's minor. */
export interface MergeContext {
  /** The 1.x whose structured-merge-diff is imitated. */
  minor: number;
  /** The kind's type in a version; undefined for versions that are not served. */
  atomOf(apiVersion: string): Atom | undefined;
  /** The same object in another version; undefined when that is not served. */
  convert(from: Versioned, apiVersion: string): unknown;
  /** Fields that nobody comes to manage by this kind of request. @since k8s 1.22 */
  ignoredIn(apiVersion: string): FieldSet | undefined;
}

const withoutIgnored = (comparison: Comparison, ignored: FieldSet | undefined): Comparison =>
  ignored === undefined
    ? comparison
    : {
        added: comparison.added.recursiveDifference(ignored),
        modified: comparison.modified.recursiveDifference(ignored),
        removed: comparison.removed.recursiveDifference(ignored),
      };

const isSame = ({ added, modified, removed }: Comparison): boolean =>
  added.isEmpty && modified.isEmpty && removed.isEmpty;

/** Takes what changed from all managers but `self`. Changes `managers`. @throws ConflictError when they may not lose it */
const takeFields = (
  context: MergeContext,
  before: Versioned,
  after: Versioned,
  managers: Managers,
  self: string,
  force: boolean,
): Comparison => {
  const { apiVersion } = after;
  const compared = new Map<string, Comparison | undefined>();
  const compareIn = (version: string): Comparison | undefined => {
    if (compared.has(version)) return compared.get(version);
    const atom = context.atomOf(version);
    const [left, right] = [context.convert(before, version), context.convert(after, version)];
    const comparison =
      atom === undefined || left === undefined || right === undefined
        ? undefined
        : withoutIgnored(compareValues(left, right, atom), context.ignoredIn(version));
    compared.set(version, comparison);
    return comparison;
  };
  const own = compareIn(apiVersion)!;

  const changed = (comparison: Comparison): FieldSet => comparison.modified.union(comparison.added);
  const lost: [id: string, manager: Manager, fields: FieldSet, gone: FieldSet][] = [];
  for (const [id, manager] of [...managers]) {
    if (id === self) continue;
    const comparison = compareIn(manager.apiVersion);
    if (comparison === undefined) {
      managers.delete(id);
      continue;
    }
    lost.push([id, manager, manager.fields.intersection(changed(comparison)), comparison.removed]);
  }
  if (!force) {
    const conflicts = lost
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .flatMap(([, manager, fields]) => conflictsOf(manager, fields));
    if (conflicts.length > 0) throw new ConflictError(conflicts);
  }
  for (const [id, { fields }, taken, gone] of lost)
    withFields(managers, id, fields.difference(taken).difference(gone));
  return own;
};

/** The managers after somebody has written `after` over `before`. `self` must be no manager's identifier; its fields come back under it. */
export const updateManagers = (
  context: MergeContext,
  before: Versioned,
  after: Versioned,
  current: Managers,
  self: string,
): Managers => {
  const managers = new Map(current);
  const { added, modified, removed } = takeFields(context, before, after, managers, self, true);
  const ignored = context.ignoredIn(after.apiVersion);
  let fields = modified.union(added).difference(removed);
  if (ignored !== undefined) fields = fields.recursiveDifference(ignored);
  const identity = { manager: self, isApplier: false, apiVersion: after.apiVersion, subresource: '' };
  if (!fields.isEmpty) managers.set(self, { ...identity, time: undefined, fields });
  return managers;
};

export interface Applied {
  /** Undefined: nothing changes. */
  object: unknown;
  managers: Managers;
}

/** Lays a configuration over the live object. @throws ConflictError */
export const applyConfiguration = (
  context: MergeContext,
  live: Versioned,
  config: Versioned,
  current: Managers,
  applier: Omit<Manager, 'fields' | 'time'> & { id: string },
  force: boolean,
): Applied => {
  const { minor } = context;
  const { id, ...identity } = applier;
  const managers = new Map(current);
  const atom = context.atomOf(config.apiVersion)!;
  const merged = mergeValues(live.object, config.object, atom, { keepsAppliedOrder: minor >= 25 });
  const last = managers.get(id);
  const ignored = context.ignoredIn(config.apiVersion);
  let fields = toFieldSet(config.object, atom, { countsEmpty: minor >= 21 });
  if (ignored !== undefined) fields = fields.recursiveDifference(ignored);
  managers.set(id, { ...identity, time: last?.time, fields });
  const { apiVersion } = config;
  const object = prune(context, { object: merged, apiVersion }, managers, id, last);
  const comparison = takeFields(context, live, { object, apiVersion }, managers, id, force);
  if (managers.get(id)?.fields.isEmpty === true) managers.delete(id);
  const isNoop = minor >= 29 ? deepEqual(live.object, object) : isSame(comparison);
  return { object: isNoop ? undefined : object, managers };
};
