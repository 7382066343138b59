/** Which fields each kind can be selected by, and what they are on an object. */
import { fieldMatcher, parseFieldSelector } from './field-selector.ts';
import type { FieldMatcher, FieldSet } from './field-selector.ts';
import { goQuote } from './go-format.ts';
import { isJsonObject } from './json-value.ts';
import type { KubeObject } from './objects/index.ts';
import { ValueError } from './value-error.ts';
import { isAtLeast } from './version.ts';
import type { KubernetesVersion } from './version.ts';

type FieldReader = (object: KubeObject) => string;

const read = (object: unknown, path: readonly string[]): unknown => {
  let value = object;
  for (const field of path) value = isJsonObject(value) ? value[field] : undefined;
  return value;
};

/** The field's own text, or `fallback` where it is absent. */
const at = (path: string, fallback = ''): FieldReader => {
  const fields = path.split('.');
  return (object) => {
    const value = read(object, fields);
    return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
      ? `${value}`
      : fallback;
  };
};

interface SelectableKind {
  /** Beside these, metadata.name (and metadata.namespace where namespaced). */
  fields: Readonly<Record<string, FieldReader>>;
  isClusterScoped?: boolean;
  /** Older names of fields. */
  aliases?: Readonly<Record<string, string>>;
  /** Fields that came with a later minor version. */
  since?: Readonly<Record<string, number>>;
  /** Before this minor version the kind could be selected by its name only, as kinds that are not here. */
  kindSince?: number;
  unsupported?: (field: string, version: KubernetesVersion | undefined) => string;
}

/** Facts without a version are those of 1.20. */
const served = (since: number | undefined, version: KubernetesVersion | undefined): boolean =>
  since === undefined || (version === undefined ? since <= 20 : isAtLeast(version, since));

const successful = at('status.succeeded', '0');

const kinds: Readonly<Record<string, SelectableKind>> = {
  Pod: {
    fields: {
      'spec.nodeName': at('spec.nodeName'),
      'spec.restartPolicy': at('spec.restartPolicy'),
      'spec.schedulerName': at('spec.schedulerName'),
      'spec.serviceAccountName': at('spec.serviceAccountName'),
      'spec.hostNetwork': at('spec.hostNetwork', 'false'),
      'status.phase': at('status.phase'),
      'status.podIP': at('status.podIP'),
      'status.podIPs': at('status.podIP'),
      'status.nominatedNodeName': at('status.nominatedNodeName'),
    },
    aliases: { 'spec.host': 'spec.nodeName' },
    since: { 'spec.hostNetwork': 28 },
  },
  Node: { fields: { 'spec.unschedulable': at('spec.unschedulable', 'false') }, isClusterScoped: true },
  Namespace: { fields: { 'status.phase': at('status.phase') }, isClusterScoped: true },
  Secret: { fields: { type: at('type') } },
  ReplicationController: { fields: { 'status.replicas': at('status.replicas', '0') } },
  Event: {
    fields: {
      'involvedObject.kind': at('involvedObject.kind'),
      'involvedObject.namespace': at('involvedObject.namespace'),
      'involvedObject.name': at('involvedObject.name'),
      'involvedObject.uid': at('involvedObject.uid'),
      'involvedObject.apiVersion': at('involvedObject.apiVersion'),
      'involvedObject.resourceVersion': at('involvedObject.resourceVersion'),
      'involvedObject.fieldPath': at('involvedObject.fieldPath'),
      reason: at('reason'),
      reportingComponent: at('reportingComponent'),
      source: (object) => at('source.component')(object) || at('reportingComponent')(object),
      type: at('type'),
    },
  },
  Service: {
    fields: { 'spec.clusterIP': at('spec.clusterIP'), 'spec.type': at('spec.type') },
    kindSince: 31,
  },
  Job: {
    fields: { 'status.successful': successful },
    unsupported: (field, version) =>
      `field label ${goQuote(field)} not supported for ${served(21, version) ? '"Job"' : 'batchv1.Job'}`,
  },
  CronJob: {
    fields: { 'status.successful': () => '' },
    unsupported: (field) => `field label ${goQuote(field)} not supported for "CronJob"`,
  },
  CertificateSigningRequest: { fields: { 'spec.signerName': at('spec.signerName') }, isClusterScoped: true },
};

/** Kinds of these groups have the fields above; a kind of the same name elsewhere has not. */
const groupOfKind: Readonly<Record<string, string>> = {
  Job: 'batch',
  CronJob: 'batch',
  CertificateSigningRequest: 'certificates.k8s.io',
};

const groupOf = (apiVersion: string): string =>
  apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';

const kindOf = (apiVersion: string, kind: string): SelectableKind | undefined =>
  Object.hasOwn(kinds, kind) && groupOf(apiVersion) === (groupOfKind[kind] ?? '') ? kinds[kind] : undefined;

/**
 * The field's name as the storage knows it.
 * @throws ValueError when objects of this kind cannot be selected by it
 * @source k8s 1.20 apimachinery/pkg/runtime/scheme.go ConvertFieldLabel, pkg/apis/core/v1/conversion.go
 */
export const convertFieldLabel = (
  apiVersion: string,
  kind: string,
  field: string,
  version?: KubernetesVersion,
): string => {
  const known = kindOf(apiVersion, kind);
  if (known === undefined || !served(known.kindSince, version)) {
    if (field === 'metadata.name' || field === 'metadata.namespace') return field;
    throw new ValueError(
      `${goQuote(field)} is not a known field selector: only "metadata.name", "metadata.namespace"`,
    );
  }
  if (field === 'metadata.name') return field;
  if (field === 'metadata.namespace' && known.isClusterScoped !== true) return field;
  if (Object.hasOwn(known.fields, field) && served(known.since?.[field], version)) return field;
  const alias = known.aliases?.[field];
  if (alias !== undefined) return alias;
  throw new ValueError(known.unsupported?.(field, version) ?? `field label not supported: ${field}`);
};

/**
 * Reads a field selector for objects of a kind.
 * @throws ValueError when it cannot be read, or names a field that this kind cannot be selected by
 */
export const fieldSelectorFor = (
  apiVersion: string,
  kind: string,
  selector: string,
  version?: KubernetesVersion,
): FieldMatcher => {
  const parsed = parseFieldSelector(selector);
  return fieldMatcher(
    parsed.terms.map((term) => ({
      ...term,
      field: convertFieldLabel(apiVersion, kind, term.field, version),
    })),
  );
};

/** The values of the fields that `object` can be selected by. @source k8s 1.20 pkg/registry/core/pod/strategy.go ToSelectableFields */
export const selectableFields = (object: KubeObject): FieldSet => {
  const fields: Record<string, string> = {
    'metadata.name': object.metadata.name,
    'metadata.namespace': object.metadata.namespace ?? '',
  };
  const known = kindOf(object.apiVersion, object.kind);
  for (const field in known?.fields) fields[field] = known.fields[field]!(object);
  return fields;
};

/** True when `object` has what `matcher` asks for; reads only the fields that it names. */
export const matchesFields = (matcher: FieldMatcher, object: KubeObject): boolean =>
  matcher.terms.every(({ field, isNegated, value }) => (fieldOf(object, field) === value) !== isNegated);

const fieldOf = (object: KubeObject, field: string): string => {
  if (field === 'metadata.name') return object.metadata.name;
  if (field === 'metadata.namespace') return object.metadata.namespace ?? '';
  return kindOf(object.apiVersion, object.kind)?.fields[field]?.(object) ?? '';
};
