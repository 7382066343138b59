/** Server-side apply: a configuration laid over an object in the name of a manager. @source k8s 1.20 fieldmanager/structuredmerge.go Apply and the managers around it */
import { deepEqual, isJsonObject } from '../json-value.ts';
import type { KubeObject, ManagedFieldsEntry, UnknownObject } from '../objects/index.ts';
import type { Atom } from './atom.ts';
import { compareValues } from './compare-values.ts';
import { ConflictError, type Conflict } from './conflicts.ts';
import { managersAfterUpdate, withoutManagedFields, type Writer } from './field-manager.ts';
import { FieldSet } from './field-set.ts';
import { decodeManagers, encodeManagers, identifierOf, withFields, type Managers } from './managers.ts';
import { stripped } from './strip-metadata.ts';
import { toFieldSet } from './to-field-set.ts';
import { applyConfiguration, type Applied, type MergeContext } from './updater.ts';
import { printTypeErrors, validateValue } from './validate-value.ts';

const lastAppliedAnnotation = 'kubectl.kubernetes.io/last-applied-configuration';

export interface ApplyRequest {
  context: MergeContext;
  /** The object as it is, in the version applied; an empty one where there is none. */
  live: UnknownObject;
  /** An object of the kind with nothing in it. */
  empty: UnknownObject;
  config: UnknownObject;
  writer: Writer;
  force: boolean;
}

/** A configuration that is no object of its kind; upstream answers 500. */
export class ConfigurationError extends Error {}

/**
 * The object as it becomes, with its managedFields; it is not defaulted yet. The live object's own value where nothing changes.
 * @throws ConflictError, ConfigurationError
 */
export const applyServerSide = (request: ApplyRequest): UnknownObject => {
  const { context, live, config, writer } = request;
  const atom = context.atomOf(writer.apiVersion);
  if (atom === undefined) throw new ConfigurationError(`no corresponding type for ${describe(config)}`);
  const errors = validateValue(config, atom);
  if (errors.length > 0)
    throw new ConfigurationError(typeComplaint(config, context.minor, printTypeErrors(errors)));
  const bare = withoutManagedFields(live as unknown as KubeObject);
  let before: Managers;
  try {
    before = decodeManagers((live.metadata.managedFields as ManagedFieldsEntry[] | undefined) ?? []);
  } catch (error) {
    throw new ConfigurationError(`failed to decode managed fields: ${(error as Error).message}`);
  }
  if (before.size === 0) {
    const first = { ...writer, manager: 'before-first-apply', subresource: '' };
    before = managersAfterUpdate(context, request.empty as unknown as KubeObject, bare, before, first);
  }
  const applied = applyLenient(request, bare, before, atom);
  const object = syncLastApplied((applied.object ?? bare) as KubeObject, config, writer.manager);
  const managedFields = encodeManagers(applied.managers);
  const metadata = { ...object.metadata };
  if (managedFields === undefined) delete metadata.managedFields;
  else metadata.managedFields = managedFields;
  return { ...object, metadata } as unknown as UnknownObject;
};

const describe = ({ apiVersion, kind }: UnknownObject): string =>
  `${apiVersion.includes('/') ? apiVersion : `/${apiVersion}`}, Kind=${kind}`;

const typeComplaint = (config: UnknownObject, minor: number, why: string): string => {
  if (minor < 23) return `failed to create typed patch object: ${why}`;
  const { name = '<unknown>', namespace = '' } = config.metadata;
  return `failed to create typed patch object (${namespace}/${name}; ${describe(config)}): ${why}`;
};

/** Applies; kubectl may take what its own client-side apply has set. */
const applyLenient = (request: ApplyRequest, live: KubeObject, before: Managers, atom: Atom): Applied => {
  try {
    return applyOnce(request, live, before, request.force);
  } catch (error) {
    if (
      !(error instanceof ConflictError) ||
      request.writer.manager !== 'kubectl' ||
      request.context.minor < 19
    )
      throw error;
    const allowed = setByClientSideApply(request, live, atom);
    if (allowed === undefined) throw error;
    const left = error.conflicts.filter(({ path }: Conflict) => !allowed.has(path));
    if (left.length > 0) throw new ConflictError(left);
    return applyOnce(request, live, before, true);
  }
};

const applyOnce = (
  { context, config, writer }: ApplyRequest,
  live: KubeObject,
  before: Managers,
  force: boolean,
): Applied => {
  const { apiVersion, manager, time } = writer;
  const subresource = context.minor >= 22 ? writer.subresource : '';
  const identity = { manager, isApplier: true, apiVersion, subresource };
  const id = identifierOf(identity);
  const { object, managers } = applyConfiguration(
    context,
    { object: live, apiVersion },
    { object: config, apiVersion },
    before,
    { ...identity, id },
    force,
  );
  const own = managers.get(id);
  if (own !== undefined) withFields(managers, id, stripped(own.fields));
  const mine = managers.get(id);
  if (mine !== undefined) {
    const isChanged = object !== undefined || (context.minor < 23 && !areSame(managers, before));
    managers.set(id, { ...mine, time: isChanged ? time : (before.get(id)?.time ?? time) });
  }
  return { object, managers };
};

const areSame = (a: Managers, b: Managers): boolean =>
  a.size === b.size &&
  [...a].every(([id, { fields, apiVersion }]) => {
    const other = b.get(id);
    return other !== undefined && other.apiVersion === apiVersion && other.fields.equals(fields);
  });

/** The fields in which the object still is as the last client-side apply set them. @source fieldmanager/lastappliedmanager.go allowedConflictsFromLastApplied */
const setByClientSideApply = (
  { context, writer }: ApplyRequest,
  live: KubeObject,
  atom: Atom,
): FieldSet | undefined => {
  const annotation = live.metadata.annotations?.[lastAppliedAnnotation] ?? '';
  if (annotation === '') return undefined;
  let last: unknown;
  try {
    last = JSON.parse(annotation);
  } catch {
    return undefined;
  }
  if (!isJsonObject(last) || last['apiVersion'] !== writer.apiVersion) return undefined;
  if (validateValue(last, atom).length > 0) return undefined;
  const { added, modified, removed } = compareValues(last, live, atom);
  return toFieldSet(last, atom, { countsEmpty: context.minor >= 21 })
    .difference(modified)
    .difference(added)
    .difference(removed);
};

/** kubectl's annotation follows what kubectl applies. @source fieldmanager/lastappliedupdater.go */
const syncLastApplied = (object: KubeObject, config: UnknownObject, manager: string): KubeObject => {
  const { annotations } = object.metadata;
  if (manager !== 'kubectl' || annotations?.[lastAppliedAnnotation] === undefined) return object;
  const value = lastAppliedOf(config);
  if (annotations[lastAppliedAnnotation] === value) return object;
  return {
    ...object,
    metadata: { ...object.metadata, annotations: { ...annotations, [lastAppliedAnnotation]: value } },
  };
};

const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, item]) => [name, sorted(item)]),
  );
};

/** The configuration without the annotation, as Go writes it: fields in order, a newline at the end. */
const lastAppliedOf = (config: UnknownObject): string => {
  const metadata: Record<string, unknown> = { ...config.metadata };
  if (config.metadata.annotations !== undefined) {
    const annotations = Object.fromEntries(
      Object.entries(config.metadata.annotations).filter(([name]) => name !== lastAppliedAnnotation),
    );
    metadata['annotations'] = annotations;
    if (deepEqual(annotations, {})) delete metadata['annotations'];
  }
  return `${JSON.stringify(sorted({ ...config, metadata }))}\n`;
};
