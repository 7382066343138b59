/** metadata.managedFields as a table of managers with their fields, and back. @source k8s 1.20 apiserver/pkg/endpoints/handlers/fieldmanager/internal/managedfields.go */
import type { ManagedFieldsEntry } from '../objects/index.ts';
import type { FieldSet } from './field-set.ts';
import { decodeFields, encodeFields } from './fields-v1.ts';

/** Who manages fields, how, and which. */
export interface Manager {
  manager: string;
  /** By server-side apply; otherwise by any other write. */
  isApplier: boolean;
  apiVersion: string;
  /** @since k8s 1.22 */
  subresource: string;
  time: string | undefined;
  fields: FieldSet;
}

/** By identifier. Its values are never changed in place. */
export type Managers = Map<string, Manager>;

type Identity = Pick<Manager, 'manager' | 'isApplier' | 'apiVersion' | 'subresource'>;

/** An applier is one and the same in whatever version it applies. */
export const identifierOf = ({ manager, isApplier, apiVersion, subresource }: Identity): string =>
  JSON.stringify([manager, isApplier ? 'Apply' : 'Update', isApplier ? '' : apiVersion, subresource]);

/**
 * The managers in entries. Before 1.21 an operation of any name was one.
 * @throws Error with upstream's text for entries that cannot be read
 */
export const decodeManagers = (entries: readonly ManagedFieldsEntry[], minor = 36): Managers => {
  const managers: Managers = new Map();
  for (const [index, entry] of entries.entries()) {
    const { fieldsType = '', operation = '' } = entry;
    if (minor >= 21 && operation !== 'Apply' && operation !== 'Update')
      throw new Error(`operation is \`${operation}\` but must be \`Apply\` or \`Update\``);
    if (fieldsType === '') throw new Error(`missing fieldsType in managed fields entry ${index}`);
    if (fieldsType !== 'FieldsV1')
      throw new Error(`invalid fieldsType ${JSON.stringify(fieldsType)} in managed fields entry ${index}`);
    const manager: Manager = {
      manager: entry.manager ?? '',
      isApplier: operation === 'Apply',
      apiVersion: entry.apiVersion ?? '',
      subresource: entry.subresource ?? '',
      time: entry.time,
      fields: decodeFields(entry.fieldsV1 ?? {}),
    };
    managers.set(identifierOf(manager), manager);
  }
  return managers;
};

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const secondsOf = ({ time }: Manager): number => (time === undefined ? 0 : Date.parse(time));

/** Appliers first, then by time, name and version. */
const byAge = (a: Manager, b: Manager): number =>
  Number(b.isApplier) - Number(a.isApplier) ||
  secondsOf(a) - secondsOf(b) ||
  compare(a.manager, b.manager) ||
  compare(a.apiVersion, b.apiVersion) ||
  compare(a.subresource, b.subresource);

/** Undefined when nobody manages anything. */
export const encodeManagers = (managers: Managers): ManagedFieldsEntry[] | undefined => {
  if (managers.size === 0) return undefined;
  return [...managers.values()].sort(byAge).map((manager) => ({
    manager: manager.manager,
    operation: manager.isApplier ? 'Apply' : 'Update',
    apiVersion: manager.apiVersion,
    ...(manager.time === undefined ? {} : { time: manager.time }),
    fieldsType: 'FieldsV1',
    fieldsV1: encodeFields(manager.fields),
    ...(manager.subresource === '' ? {} : { subresource: manager.subresource }),
  }));
};

/** The managers with other fields for one; those without any are left out. */
export const withFields = (managers: Managers, id: string, fields: FieldSet): void => {
  const manager = managers.get(id);
  if (manager === undefined) return;
  if (fields.isEmpty) managers.delete(id);
  else managers.set(id, { ...manager, fields });
};
