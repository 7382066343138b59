/** What the API server does to metadata.managedFields at each write. @source k8s 1.20 apiserver/pkg/endpoints/handlers/fieldmanager */
import { deepEqual } from '../json-value.ts';
import type { KubeObject, ManagedFieldsEntry } from '../objects/index.ts';
import { capManagers } from './cap-managers.ts';
import { decodeManagers, encodeManagers, identifierOf, withFields, type Managers } from './managers.ts';
import { stripped } from './strip-metadata.ts';
import { updateManagers, type MergeContext } from './updater.ts';

/** Who writes, and in which version of the API. */
export interface Writer {
  /** The option fieldManager, or the program that asks. */
  manager: string;
  apiVersion: string;
  /** "" for the object itself. */
  subresource: string;
  /** Now, as RFC 3339 with whole seconds. */
  time: string;
}

const self = 'current-operation';

export const withoutManagedFields = <T extends KubeObject>(object: T): T => {
  if (object.metadata.managedFields === undefined) return object;
  const metadata = { ...object.metadata };
  delete metadata.managedFields;
  return { ...object, metadata };
};

/** The managers in entries; none when they cannot be read. */
export const readManagers = (
  entries: readonly ManagedFieldsEntry[] | undefined,
  minor?: number,
): Managers => {
  try {
    return decodeManagers(entries ?? [], minor);
  } catch {
    return new Map();
  }
};

const isReset = (entries: readonly ManagedFieldsEntry[] | undefined): boolean =>
  entries !== undefined &&
  (entries.length === 0 || (entries.length === 1 && Object.keys(entries[0] ?? {}).length === 0));

/** What the client says of managers counts where it can be read; an empty list, or a list of one empty entry, forgets them. */
const managersBefore = (
  { minor }: MergeContext,
  live: KubeObject,
  next: KubeObject,
  subresource: string,
): Managers => {
  if (subresource === '') {
    const given = next.metadata.managedFields;
    if (isReset(given)) return new Map();
    const managers = readManagers(given, minor);
    if (managers.size > 0) return managers;
  }
  return readManagers(live.metadata.managedFields, minor);
};

/** The managers once `writer` has written `next` over `live` (both without managedFields). */
export const managersAfterUpdate = (
  context: MergeContext,
  live: KubeObject,
  next: KubeObject,
  before: Managers,
  writer: Writer,
): Managers => {
  const { apiVersion, manager, time } = writer;
  const subresource = context.minor >= 22 ? writer.subresource : '';
  const managers = updateManagers(
    context,
    { object: live, apiVersion },
    { object: next, apiVersion },
    before,
    self,
  );
  const written = managers.get(self);
  if (written === undefined) return managers;
  withFields(managers, self, stripped(written.fields));
  const taken = managers.get(self);
  if (taken === undefined) return managers;
  managers.delete(self);
  const identity = {
    manager: manager === '' ? 'unknown' : manager,
    isApplier: false,
    apiVersion,
    subresource,
  };
  const id = identifierOf(identity);
  const previous = managers.get(id);
  const fields = previous === undefined ? taken.fields : taken.fields.union(previous.fields);
  const former = before.get(id);
  const keepsTime =
    former !== undefined && context.minor >= 20 && context.minor <= 22 && fields.equals(former.fields);
  managers.set(id, { ...identity, time: keepsTime ? former.time : time, fields });
  return capManagers(managers);
};

/**
 * The managedFields of `next` when `writer` has made it of `live`; undefined for none. An object that has none is not tracked
 * from then on, unless it is new: `live` without uid.
 */
export const managedFieldsAfterUpdate = (
  context: MergeContext,
  live: KubeObject,
  next: KubeObject,
  writer: Writer,
): ManagedFieldsEntry[] | undefined => {
  const before = managersBefore(context, live, next, writer.subresource);
  if (before.size === 0 && (live.metadata.uid ?? '') !== '') return undefined;
  const managers = managersAfterUpdate(
    context,
    withoutManagedFields(live),
    withoutManagedFields(next),
    before,
    writer,
  );
  return encodeManagers(managers);
};

const withoutTimes = (entries: readonly ManagedFieldsEntry[]): unknown[] =>
  entries.map((entry) => ({ ...entry, time: undefined }));

/**
 * The object with the old times of its managers where it differs from the old one in nothing else, so that the write is none.
 * @since k8s 1.23
 * @source k8s 1.25 fieldmanager/equality.go IgnoreManagedFieldsTimestampsTransformer
 */
export const withKeptTimes = <T extends KubeObject>(next: T, old: T): T => {
  const [entries, former] = [next.metadata.managedFields, old.metadata.managedFields];
  if (entries === undefined || former === undefined || entries.length !== former.length) return next;
  if (!deepEqual(withoutTimes(entries), withoutTimes(former))) return next;
  const kept = { ...next, metadata: { ...next.metadata, managedFields: former } };
  return deepEqual(kept, old) ? kept : next;
};
