/** Stored objects in the form a client asks for: whole, as a Table's rows, or their metadata only. */
import { printTable, type KubeObject, type KubernetesVersion, type Status } from '../../kube/index.ts';
import type { ServedResource } from '../apiserver/index.ts';
import type { Accepted } from './accept.ts';
import type { Page } from './list-pages.ts';

export interface FormContext {
  served: ServedResource;
  accepted: Accepted;
  /** What of each object a Table's rows hold. */
  includeObject: string;
  nowMs: number;
  version: KubernetesVersion;
}

type Json = Record<string, unknown>;

export const partialForm = ({ metadata }: KubeObject, metaVersion: string): Json => ({
  kind: 'PartialObjectMetadata',
  apiVersion: `meta.k8s.io/${metaVersion}`,
  metadata,
});

/** @source k8s 1.20 apiserver/pkg/endpoints/handlers/response.go asTable */
export const tableForm = (
  { served, accepted, includeObject, nowMs, version }: FormContext,
  objects: readonly KubeObject[],
  metadata: Json,
  hasColumns = true,
): Json => {
  const isCustom = served.resource.custom !== undefined;
  const printed = isCustom ? objects.map((object) => served.present(object)) : objects;
  const table = printTable(printed, served.printer, nowMs, version);
  const shown = (object: KubeObject): unknown => {
    if (includeObject === 'None') return null;
    return includeObject === 'Object' ? served.present(object) : partialForm(object, accepted.metaVersion);
  };
  return {
    kind: 'Table',
    apiVersion: `meta.k8s.io/${accepted.metaVersion}`,
    metadata,
    columnDefinitions: hasColumns ? table.columnDefinitions : null,
    rows: table.rows.map(({ object, ...row }) => ({ ...row, object: shown(object) })),
  };
};

/** One object. */
export const objectForm = (context: FormContext, stored: KubeObject): unknown => {
  const { accepted, served } = context;
  if (accepted.form === 'Table') {
    const { resourceVersion } = stored.metadata;
    return tableForm(context, [stored], { resourceVersion });
  }
  if (accepted.form === 'PartialObjectMetadata') return partialForm(stored, accepted.metaVersion);
  return served.present(stored);
};

/** In a list of one kind no item says which. */
const withoutKind = (object: KubeObject): unknown => ({ ...object, kind: undefined, apiVersion: undefined });

/** A list, or a page of one. */
export const listForm = (context: FormContext, page: Page): Json => {
  const { accepted, served } = context;
  const { items, resourceVersion, continue: token, remainingItemCount } = page;
  const metadata = { resourceVersion, continue: token, remainingItemCount };
  if (accepted.form === 'Table') return tableForm(context, items, metadata);
  if (accepted.form === 'PartialObjectMetadata') {
    return {
      kind: 'PartialObjectMetadataList',
      apiVersion: `meta.k8s.io/${accepted.metaVersion}`,
      metadata,
      items: items.map((item) => partialForm(item, accepted.metaVersion)),
    };
  }
  return {
    kind: served.resource.definition.listKind ?? `${served.described.kind}List`,
    apiVersion: served.apiVersion,
    metadata,
    // Items of custom kinds say what they are.
    items: items.map((item) =>
      served.resource.custom === undefined ? withoutKind(served.present(item)) : served.present(item),
    ),
  };
};

export const isStatus = (value: unknown): value is Status =>
  typeof value === 'object' && value !== null && (value as Json)['kind'] === 'Status';
