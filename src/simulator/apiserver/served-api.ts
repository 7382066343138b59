/** The API as clients see it: groups and versions, each request translated to and from the stored form. Synchronous; the backend and the REST face are thin shells around it. */
import {
  badRequest,
  invalid,
  noSuchPath,
  printerFor,
  printTable,
  type Answer,
  type ApiResource,
  type DeleteOptions,
  type KubeList,
  type KubeObject,
  type ListOptions,
  type PatchOptions,
  type PatchType,
  type Printer,
  type ResourceKey,
  type Status,
  type Table,
  type WatchEvent,
  type WatchOptions,
  type WriteOptions,
} from '../../kube/index.ts';
import type { ApiServer, RequestInfo } from './api-server.ts';
import type { CustomResource } from './custom-resources/index.ts';
import { decodeObject } from './decode.ts';
import { applyPatch } from './patch.ts';
import type { Resource } from './resource-catalogue.ts';
import { apiVersionOf, type ServedVersion } from './resource-definition.ts';
import { failed, type ServerCore } from './server-core.ts';

const allVerbs = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'];

interface Target {
  resource: Resource;
  served: ServedVersion;
  /** As the client writes it: "apps/v1". */
  apiVersion: string;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const customFacts = (custom: CustomResource, version: string): Pick<ApiResource, 'isCustom' | 'schema'> => {
  const schema = custom.versionOf(version)?.schema?.openAPIV3Schema;
  const isKnown = schema !== undefined && custom.definition.spec.preserveUnknownFields !== true;
  return { isCustom: true, ...(isKnown ? { schema } : {}) };
};

const describe = ({ resource, served }: Target): ApiResource => {
  const { definition } = resource;
  return {
    group: served.group ?? definition.group,
    version: served.version,
    kind: definition.kind,
    name: definition.plural,
    singularName: definition.singular,
    namespaced: definition.namespaced,
    shortNames: definition.shortNames ?? [],
    categories: definition.categories ?? [],
    verbs: definition.verbs ?? allVerbs,
    subresources: served.subresources ?? definition.subresources ?? [],
    ...(resource.custom === undefined ? {} : customFacts(resource.custom, served.version)),
  };
};

/** A resource in one of the versions it is served in. */
export interface ServedResource {
  resource: Resource;
  /** As discovery tells it. */
  described: ApiResource;
  /** As clients write it: "apps/v1". */
  apiVersion: string;
  /** A stored object as this version shows it. */
  present(stored: KubeObject): KubeObject;
  /** How its objects are shown in tables. */
  printer: Printer;
}

export class ServedApi {
  readonly #core: ServerCore;
  readonly #api: ApiServer;
  /** What is served while these groups are aggregated. */
  #served: readonly ApiResource[] | undefined;
  #servedGroups = '';

  constructor(core: ServerCore, api: ApiServer) {
    this.#core = core;
    this.#api = api;
  }

  /** All resources that are served just now, each in each of its versions. */
  resources(): readonly ApiResource[] {
    const { aggregated } = this.#core;
    const groups = `${this.#core.catalogue.revision} ${[...aggregated.keys()].join()}`;
    if (this.#served === undefined || this.#servedGroups !== groups) {
      this.#served = this.#describeAll();
      this.#servedGroups = groups;
    }
    return this.#served;
  }

  #describeAll(): readonly ApiResource[] {
    return this.#core.catalogue.all
      .filter(
        ({ definition, custom }) =>
          (definition.isAggregated !== true || this.#core.aggregated.has(definition.group)) &&
          custom?.isEstablished !== false,
      )
      .flatMap((resource) =>
        resource.versions.map((served) => {
          const described = describe(this.#targetOf(resource, served));
          return resource.custom === undefined ? described : { ...described, verbs: resource.custom.verbs };
        }),
      );
  }

  /** The resource of a path; a Status when it is not served just now. */
  find(key: ResourceKey): Answer<ServedResource> {
    return this.#with(key, (target) => {
      const { resource, apiVersion } = target;
      if (resource.definition.isAggregated === true && !this.#core.aggregated.has(resource.definition.group))
        return failed(noSuchPath());
      const present = (stored: KubeObject): KubeObject => fromStored(target, stored);
      const printer = printerOf(target);
      return { ok: true, value: { resource, described: describe(target), apiVersion, present, printer } };
    });
  }

  get(
    key: ResourceKey,
    namespace: string | undefined,
    name: string,
    subresource?: string,
  ): Answer<KubeObject> {
    return this.#with(key, (target) => {
      const { resource } = target;
      if (subresource === undefined)
        return this.#translated(target, this.#api.get(resource.name, namespace, name));
      const answer = this.#api.getSubresource(
        resource.name,
        namespace,
        name,
        subresource,
      ) as Answer<KubeObject>;
      return subresource === 'status' ? this.#translated(target, answer) : answer;
    });
  }

  list(key: ResourceKey, options: ListOptions = {}): Answer<KubeList> {
    return this.#with(key, (target) => {
      const answer = this.#api.list(target.resource.name, options);
      if (!answer.ok) return answer;
      const { items, resourceVersion } = answer.value;
      return {
        ok: true,
        value: {
          apiVersion: target.apiVersion,
          kind: target.resource.definition.listKind ?? `${target.resource.definition.kind}List`,
          metadata: { resourceVersion },
          items: items.map((item) => fromStored(target, item)),
        },
      };
    });
  }

  /** The Table of one object, where `name` is given, or of a list. */
  table(key: ResourceKey, options: ListOptions & { name?: string }): Answer<Table> {
    return this.#with(key, (target) => {
      const printer = printerOf(target);
      const print = (objects: readonly KubeObject[], resourceVersion: string | undefined): Answer<Table> => ({
        ok: true,
        value: {
          ...printTable(shownOf(target, objects), printer, this.#core.host.nowMs(), this.#core.host.version),
          metadata: resourceVersion === undefined ? {} : { resourceVersion },
        },
      });
      if (options.name !== undefined) {
        const answer = this.#api.get(target.resource.name, options.namespace, options.name);
        return answer.ok ? print([answer.value], answer.value.metadata.resourceVersion) : answer;
      }
      const answer = this.#api.list(target.resource.name, options);
      return answer.ok ? print(answer.value.items, answer.value.resourceVersion) : answer;
    });
  }

  create(
    key: ResourceKey,
    namespace: string | undefined,
    object: unknown,
    by: RequestInfo,
    options: WriteOptions = {},
  ): Answer<KubeObject> {
    return this.#with(key, (target) => {
      const stored = this.#toStored(target, object);
      if (!stored.ok) return stored;
      return this.#translated(
        target,
        this.#api.create(target.resource.name, namespace, stored.value, {
          ...by,
          ...options,
          apiVersion: target.apiVersion,
        }),
      );
    });
  }

  createSubresource(
    key: ResourceKey,
    namespace: string | undefined,
    name: string,
    subresource: string,
    body: unknown,
    by: RequestInfo,
  ): Answer<unknown> {
    return this.#with(key, ({ resource }) =>
      this.#api.post(resource.name, namespace, name, subresource, body, by),
    );
  }

  update(
    key: ResourceKey,
    namespace: string | undefined,
    object: KubeObject,
    by: RequestInfo,
    options: WriteOptions & { subresource?: string } = {},
  ): Answer<KubeObject> {
    return this.#with(key, (target) => {
      const isScale = options.subresource === 'scale';
      let stored: Answer<KubeObject> = isScale ? { ok: true, value: object } : this.#toStored(target, object);
      if (!stored.ok) return stored;
      if (options.subresource !== undefined && !isScale) {
        // The store trusts those who write the state of things.
        stored = decodeObject(stored.value, this.#core.host.version);
        if (!stored.ok) return stored;
      }
      const placed = { ...stored.value, metadata: { ...stored.value.metadata } };
      if (target.resource.definition.namespaced && namespace !== undefined) {
        const own = placed.metadata.namespace ?? '';
        if (own !== '' && own !== namespace) {
          return failed(
            badRequest(
              'the namespace of the provided object does not match the namespace sent on the request',
            ),
          );
        }
        placed.metadata.namespace = namespace;
      }
      const { apiVersion } = target;
      const answer = this.#api.update(target.resource.name, placed, { ...by, ...options, apiVersion });
      return isScale ? answer : this.#translated(target, answer);
    });
  }

  patch(
    key: ResourceKey,
    namespace: string | undefined,
    name: string,
    type: PatchType,
    patch: unknown,
    by: RequestInfo,
    options: PatchOptions = {},
  ): Answer<KubeObject> {
    return this.#with(key, (target) => {
      const { subresource } = options;
      const isOfState = subresource !== undefined && subresource !== 'scale';
      const isCustom = target.resource.custom !== undefined;
      if (isCustom && type === 'strategic-merge-patch+json') return failed(noStrategicPatch);
      const isOtherShape =
        subresource === undefined &&
        (target.served.fromStored !== undefined ||
          (isCustom && target.apiVersion !== target.resource.apiVersion));
      if (type !== 'apply-patch+yaml' && (isOfState || isOtherShape)) {
        // The patch is written for this version's shape; of a subresource, what comes out is judged as if it were sent.
        const current = this.#api.get(target.resource.name, namespace, name);
        if (!current.ok) return current;
        const patched = applyPatch(type, fromStored(target, current.value), patch);
        if (!patched.ok) return patched;
        const next = isObject(patched.value) ? withName(patched.value, name) : patched.value;
        return this.update(key, namespace, next, by, options);
      }
      const answer = this.#api.patch(target.resource.name, namespace, name, type, patch, {
        ...by,
        ...options,
        apiVersion: target.apiVersion,
      });
      return options.subresource === 'scale' ? answer : this.#translated(target, answer);
    });
  }

  delete(
    key: ResourceKey,
    namespace: string | undefined,
    name: string,
    options: DeleteOptions,
    by: RequestInfo,
  ): Answer<unknown> {
    return this.#with(key, (target) => {
      const info = options.dryRun === undefined ? by : { ...by, dryRun: options.dryRun };
      const answer = this.#api.delete(target.resource.name, namespace, name, options, info);
      if (!answer.ok || !isObject(answer.value) || answer.value['kind'] === 'Status') return answer;
      return { ok: true, value: fromStored(target, answer.value as unknown as KubeObject) };
    });
  }

  deleteCollection(key: ResourceKey, options: ListOptions & DeleteOptions, by: RequestInfo): Answer<unknown> {
    return this.#with(key, ({ resource }) => this.#api.deleteCollection(resource.name, options, options, by));
  }

  watch(key: ResourceKey, options: WatchOptions, onEvent: (event: WatchEvent) => void): Answer<() => void> {
    return this.#with(key, (target) =>
      this.#api.watch(target.resource.name, options, ({ type, object }) =>
        onEvent({ type, object: fromStored(target, object) }),
      ),
    );
  }

  #targetOf(resource: Resource, served: ServedVersion): Target {
    return {
      resource,
      served,
      apiVersion: apiVersionOf(served.group ?? resource.definition.group, served.version),
    };
  }

  #with<T>(key: ResourceKey, run: (target: Target) => Answer<T>): Answer<T> {
    for (const resource of this.#core.catalogue.all) {
      if (resource.definition.plural !== key.name) continue;
      for (const served of resource.versions) {
        if ((served.group ?? resource.definition.group) === key.group && served.version === key.version) {
          return run(this.#targetOf(resource, served));
        }
      }
    }
    return failed(noSuchPath());
  }

  #translated(target: Target, answer: Answer<KubeObject>): Answer<KubeObject> {
    return answer.ok ? { ok: true, value: fromStored(target, answer.value) } : answer;
  }

  /** The object as the store takes it, or why it is not one of this path. */
  #toStored(target: Target, object: unknown): Answer<KubeObject> {
    if (!isObject(object))
      return failed(badRequest('the object provided is unrecognized (must be of type object)'));
    const { kind } = target.resource.definition;
    const wrongKind = target.resource.custom === undefined ? undefined : checkCustomKind(target, object);
    if (wrongKind !== undefined) return failed(wrongKind);
    const sentVersion = object['apiVersion'] || target.apiVersion;
    const sentKind = object['kind'] || kind;
    if (sentVersion !== target.apiVersion) {
      return failed(
        badRequest(
          `the API version in the data (${String(sentVersion)}) does not match the expected API version (${target.apiVersion})`,
        ),
      );
    }
    if (sentKind !== kind) {
      const version = target.served.version;
      return failed(
        badRequest(
          `${String(sentKind)} in version "${version}" cannot be handled as a ${kind}: no kind "${String(sentKind)}" is registered for version "${target.apiVersion}"`,
        ),
      );
    }
    // The caller keeps its object: what is stored shares nothing with it.
    const sent = structuredClone(object) as unknown as KubeObject;
    sent.metadata ??= { name: '' };
    sent.apiVersion = target.apiVersion;
    sent.kind = kind;
    if (target.apiVersion === target.resource.apiVersion || target.resource.custom !== undefined)
      return { ok: true, value: sent };
    const decoded = decodeObject(sent, this.#core.host.version);
    if (!decoded.ok) return decoded;
    const stored = target.served.toStored?.(decoded.value) ?? decoded.value;
    return { ok: true, value: { ...stored, apiVersion: target.resource.apiVersion } };
  }
}

/** A patch that takes the name away means the same object still. */
const withName = (object: KubeObject, name: string): KubeObject =>
  isObject(object.metadata) && object.metadata.name !== undefined
    ? object
    : { ...object, metadata: { ...(isObject(object.metadata) ? object.metadata : {}), name } };

/** @source k8s 1.20 apiextensions-apiserver/pkg/apiserver/customresource_handler.go supportedTypes */
const noStrategicPatch: Status = {
  kind: 'Status',
  apiVersion: 'v1',
  metadata: {},
  status: 'Failure',
  message:
    'the body of the request was in an unknown format - accepted media types include: application/json-patch+json, application/merge-patch+json, application/apply-patch+yaml',
  reason: 'UnsupportedMediaType',
  code: 415,
};

/** Objects of custom kinds say what they are. @source k8s 1.20 apimachinery/pkg/apis/meta/v1/unstructured/helpers.go Decode; apiextensions-apiserver/pkg/registry/customresource/validator.go ValidateTypeMeta */
const checkCustomKind = (
  { resource, served, apiVersion }: Target,
  object: Record<string, unknown>,
): Status | undefined => {
  const { group, kind } = resource.definition;
  const { kind: sentKind = '', apiVersion: sentVersion = '', metadata } = object;
  if (sentKind === '')
    return badRequest(
      `${kind} in version "${served.version}" cannot be handled as a ${kind}: Object 'Kind' is missing in '${JSON.stringify(object)}'`,
    );
  if (sentKind === kind || sentVersion !== apiVersion) return undefined;
  const message = `Invalid value: ${JSON.stringify(sentKind)}: must be ${kind}`;
  const name = isObject(metadata) ? String(metadata['name'] ?? '') : '';
  return invalid(group, String(sentKind), name, [{ reason: 'FieldValueInvalid', field: 'kind', message }]);
};

const printerOf = ({ resource, apiVersion }: Target): Printer =>
  resource.custom?.printerOf(apiVersion) ?? printerFor(resource.definition.group, resource.definition.kind);

/** What is printed: custom objects in the version that was asked for. */
const shownOf = (target: Target, objects: readonly KubeObject[]): readonly KubeObject[] =>
  target.resource.custom === undefined ? objects : objects.map((object) => fromStored(target, object));

const fromStored = (target: Target, stored: KubeObject): KubeObject =>
  target.resource.custom?.present(stored, target.apiVersion) ?? builtIn(target, stored);

const builtIn = ({ resource, served, apiVersion }: Target, stored: KubeObject): KubeObject =>
  apiVersion === resource.apiVersion ? stored : { ...(served.fromStored?.(stored) ?? stored), apiVersion };
