/** FieldTracker: keeps metadata.managedFields of what is written. */
import {
  builtInAtom,
  emptyObject,
  managedFieldsAfterUpdate,
  resetFields,
  structuralAtom,
  type Atom,
  type KubeObject,
  type ManagedFieldsEntry,
  type MergeContext,
  type Versioned,
  type Writer,
} from '../../../kube/index.ts';
import type { RequestInfo } from '../api-server.ts';
import type { CustomResource } from '../custom-resources/index.ts';
import type { Resource } from '../resource-catalogue.ts';
import { apiVersionOf, type ServedVersion } from '../resource-definition.ts';
import type { ApiHost } from '../server-core.ts';
import { managerName } from './manager-name.ts';

/** A write as the tracker sees it. */
export type FieldWrite = RequestInfo & { subresource?: string };

const servedIn = ({ versions, definition }: Resource, apiVersion: string): ServedVersion | undefined =>
  versions.find(({ group, version }) => apiVersionOf(group ?? definition.group, version) === apiVersion);

/** "example.com/v1" → "v1" */
const versionIn = (apiVersion: string): string => apiVersion.slice(apiVersion.indexOf('/') + 1);

export class FieldTracker {
  /**
   * Whether new objects are tracked from their creation, as by upstream. Otherwise an object is tracked from the first time that
   * somebody applies it server-side on, and what was there before is managed by "before-first-apply".
   * @deviates labs played in process do not track from creation: it would make them a quarter slower; `serve` does
   */
  tracksAll = false;
  readonly #host: Pick<ApiHost, 'version' | 'nowTime'>;
  readonly #customAtoms = new WeakMap<CustomResource, Map<string, Atom>>();

  constructor(host: Pick<ApiHost, 'version' | 'nowTime'>) {
    this.#host = host;
  }

  /** The new object as it was decoded, with its managedFields. */
  onCreate(resource: Resource, object: KubeObject, by: FieldWrite): KubeObject {
    if (!this.tracksAll && object.metadata.managedFields === undefined) return object;
    const empty = emptyObject(this.versionOf(resource, by), resource.definition.kind, this.#host.version);
    return this.#tracked(resource, empty as unknown as KubeObject, object, by, true);
  }

  /** What is to replace `old`, as it was decoded, with its managedFields. */
  onUpdate(resource: Resource, old: KubeObject, next: KubeObject, by: FieldWrite): KubeObject {
    if (old.metadata.managedFields === undefined && next.metadata.managedFields === undefined) return next;
    return this.#tracked(resource, old, next, by, false);
  }

  #tracked(
    resource: Resource,
    live: KubeObject,
    next: KubeObject,
    by: FieldWrite,
    isNew: boolean,
  ): KubeObject {
    const writer = this.writerOf(resource, by);
    const context = this.contextOf(resource, writer.subresource);
    const { apiVersion } = writer;
    const convert = (object: KubeObject): KubeObject => {
      const from = resource.custom === undefined ? resource.apiVersion : object.apiVersion;
      return context.convert({ object, apiVersion: from }, apiVersion) as KubeObject;
    };
    const [before, after] = [isNew ? live : convert(live), convert(next)];
    return withManagedFields(next, managedFieldsAfterUpdate(context, before, after, writer));
  }

  /** The version of the API that a request is made in. */
  versionOf(resource: Resource, { apiVersion }: FieldWrite): string {
    return apiVersion ?? resource.apiVersion;
  }

  writerOf(resource: Resource, by: FieldWrite): Writer {
    const { subresource = '' } = by;
    const apiVersion = this.versionOf(resource, by);
    return { manager: managerName(by).slice(0, 128), apiVersion, subresource, time: this.#host.nowTime() };
  }

  contextOf(resource: Resource, subresource: string): MergeContext {
    const { minor } = this.#host.version;
    const { definition, subresources } = resource;
    const ignored = subresources.has('status') ? resetFields(definition.kind, subresource, minor) : undefined;
    return {
      minor,
      atomOf: (apiVersion) => this.#atomOf(resource, apiVersion),
      convert: (from, apiVersion) => this.#convert(resource, from, apiVersion),
      ignoredIn: () => ignored,
    };
  }

  #atomOf(resource: Resource, apiVersion: string): Atom | undefined {
    const { minor } = this.#host.version;
    if (resource.custom !== undefined) return this.#customAtom(resource.custom, apiVersion);
    if (servedIn(resource, apiVersion) === undefined) return undefined;
    return builtInAtom(apiVersion, resource.definition.kind, minor) ?? structuralAtom(undefined, true, minor);
  }

  #customAtom(custom: CustomResource, apiVersion: string): Atom | undefined {
    if (custom.versionOf(versionIn(apiVersion)) === undefined) return undefined;
    let atoms = this.#customAtoms.get(custom);
    if (atoms === undefined) this.#customAtoms.set(custom, (atoms = new Map()));
    let atom = atoms.get(apiVersion);
    if (atom === undefined) {
      const keepsUnknown = custom.definition.spec.preserveUnknownFields === true;
      atom = structuralAtom(custom.schemaOf(apiVersion), keepsUnknown, this.#host.version.minor);
      atoms.set(apiVersion, atom);
    }
    return atom;
  }

  #convert(resource: Resource, { object, apiVersion: from }: Versioned, to: string): unknown {
    if (from === to) return object;
    if (resource.custom !== undefined) {
      const isKnown = resource.custom.versionOf(versionIn(to)) !== undefined;
      return isKnown ? { ...(object as KubeObject), apiVersion: to } : undefined;
    }
    const [source, target] = [servedIn(resource, from), servedIn(resource, to)];
    if (source === undefined || target === undefined) return undefined;
    const stored = source.toStored?.(object as KubeObject) ?? (object as KubeObject);
    return { ...(target.fromStored?.(stored) ?? stored), apiVersion: to };
  }
}

export const withManagedFields = (
  object: KubeObject,
  managedFields: readonly ManagedFieldsEntry[] | undefined,
): KubeObject => {
  const metadata = { ...object.metadata };
  if (managedFields === undefined) delete metadata.managedFields;
  else metadata.managedFields = [...managedFields];
  return { ...object, metadata };
};
