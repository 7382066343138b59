/** A custom kind as its definition has it: how its objects are read, prepared, checked, shown. */
import {
  badRequest,
  causesOf,
  checkObjectMeta,
  checkObjectMetaUpdate,
  coerceEmbedded,
  deepEqual,
  EmbeddedError,
  fillDefaults,
  invalid,
  invalidField,
  pruneNulls,
  pruneResource,
  shapeMetadata,
  validateEmbedded,
  validateListTypes,
  validateValue,
  ValueError,
  type Answer,
  type CustomResourceDefinition,
  type CustomResourceVersion,
  type FieldError,
  type JsonSchema,
  type KubeObject,
  type KubernetesVersion,
  type Printer,
  type ScaleSubresource,
} from '../../../kube/index.ts';
import { failed } from '../server-core.ts';
import { customPrinter } from './custom-printer.ts';
import { checkScaleSpec, checkScaleStatus } from './custom-scale.ts';
import { deprecationWarning } from './deprecation-warning.ts';
import { checkRules } from './validation-rules.ts';

/** An object of which every field but a few is the user's own affair. */
type Fields = KubeObject & { status?: unknown };

const emptySchema: JsonSchema = {};

/** In discovery's order. @source k8s 1.20 apiextensions-apiserver/pkg/apiserver/customresource_discovery_controller.go sync */
const verbs = ['delete', 'deletecollection', 'get', 'list', 'patch', 'create', 'update', 'watch'];
const lastVerbs = ['delete', 'deletecollection', 'get', 'list', 'watch'];

const withoutStatus = (object: Fields): Fields => {
  if (!('status' in object)) return object;
  const rest = { ...object };
  delete rest.status;
  return rest;
};

const withoutMetadata = ({ metadata: _metadata, apiVersion: _apiVersion, ...rest }: KubeObject): object =>
  rest;

export class CustomResource {
  readonly definition: CustomResourceDefinition;
  /** Until then it is served, but discovery does not tell of it. */
  readonly isEstablished: boolean;
  /** No more objects are made. */
  readonly isTerminating: boolean;
  readonly #version: KubernetesVersion;
  readonly #group: string;
  readonly #kind: string;
  readonly #isNamespaced: boolean;
  readonly #storage: string;
  readonly #printers = new Map<string, Printer>();
  /** What stored objects look like, by version. */
  readonly #views = new Map<string, WeakMap<KubeObject, KubeObject>>();

  constructor(definition: CustomResourceDefinition, version: KubernetesVersion) {
    const { group, scope, versions } = definition.spec;
    const isTrue = (type: string): boolean =>
      (definition.status?.conditions ?? []).some((one) => one.type === type && one.status === 'True');
    this.definition = definition;
    this.isEstablished = isTrue('Established');
    this.isTerminating = isTrue('Terminating');
    this.#version = version;
    this.#group = group;
    this.#kind = definition.status?.acceptedNames.kind ?? definition.spec.names.kind;
    this.#isNamespaced = scope === 'Namespaced';
    this.#storage = (versions ?? []).find((one) => one.storage)?.name ?? '';
  }

  /** As discovery tells them. */
  get verbs(): readonly string[] {
    return this.isTerminating ? lastVerbs : verbs;
  }

  versionOf(name: string): CustomResourceVersion | undefined {
    return (this.definition.spec.versions ?? []).find((one) => one.name === name);
  }

  #of(apiVersion: string): CustomResourceVersion | undefined {
    return this.versionOf(apiVersion.slice(apiVersion.indexOf('/') + 1));
  }

  /** The schema of a version's objects; undefined when it has none. */
  schemaOf(apiVersion: string): JsonSchema | undefined {
    return this.#of(apiVersion)?.schema?.openAPIV3Schema;
  }

  scaleOf(apiVersion: string): ScaleSubresource | undefined {
    return this.#of(apiVersion)?.subresources?.scale;
  }

  printerOf(apiVersion: string): Printer {
    let printer = this.#printers.get(apiVersion);
    if (printer === undefined) {
      const version = this.#of(apiVersion);
      printer = customPrinter(this.#group, this.#kind, version ?? { name: '', served: true, storage: true });
      this.#printers.set(apiVersion, printer);
    }
    return printer;
  }

  /** The text of the Warning header that comes with a version that is going away. @since k8s 1.19 */
  warningOf(versionName: string): string | undefined {
    return deprecationWarning(this.definition.spec, versionName);
  }

  /** What of an object its schema does not know: "spec.junk". */
  unknownFieldsOf(object: Record<string, unknown>, apiVersion: string): string[] {
    const unknown: string[] = [];
    if (this.definition.spec.preserveUnknownFields === true) return unknown;
    pruneResource(object, this.schemaOf(apiVersion) ?? emptySchema, unknown);
    return unknown;
  }

  /**
   * Pruned, and with its defaults.
   * @source k8s 1.20 apiextensions-apiserver/pkg/apiserver/customresource_handler.go unstructuredSchemaCoercer, unstructuredDefaulter
   */
  #coerce(object: KubeObject): KubeObject {
    const schema = this.schemaOf(object.apiVersion) ?? emptySchema;
    const isPruned = this.definition.spec.preserveUnknownFields !== true;
    const pruned = isPruned ? pruneNulls(pruneResource(object, schema), schema) : object;
    return fillDefaults(coerceEmbedded(pruned, schema, this.#version), schema);
  }

  /** The object as a client sent it, in the shape that its version's schema gives it. */
  decode(object: KubeObject): Answer<KubeObject> {
    const versionName = object.apiVersion.slice(object.apiVersion.indexOf('/') + 1);
    const refuse = (message: string): Answer<never> =>
      failed(
        badRequest(
          `${this.#kind} in version "${versionName}" cannot be handled as a ${this.#kind}: ${message}`,
        ),
      );
    try {
      const metadata = shapeMetadata(object.metadata, this.#version);
      const { apiVersion, kind } = object;
      return { ok: true, value: { ...this.#coerce({ ...object, metadata }), apiVersion, kind, metadata } };
    } catch (error) {
      if (error instanceof EmbeddedError) return refuse(error.error.text);
      if (error instanceof ValueError) return refuse(error.message);
      throw error;
    }
  }

  /** A stored object in one of its versions; itself when nothing differs. */
  present(stored: KubeObject, apiVersion: string): KubeObject {
    let views = this.#views.get(apiVersion);
    if (views === undefined) this.#views.set(apiVersion, (views = new WeakMap()));
    let view = views.get(stored);
    if (view === undefined) {
      view = this.#view(stored, apiVersion);
      views.set(stored, view);
    }
    return view;
  }

  #view(stored: KubeObject, apiVersion: string): KubeObject {
    try {
      const current = this.#coerce(stored);
      const { metadata } = stored;
      if (stored.apiVersion !== apiVersion) return { ...this.#coerce({ ...current, apiVersion }), metadata };
      return current.metadata === metadata ? current : { ...current, metadata };
    } catch (error) {
      // An object that a later schema takes for wrong is shown as it is.
      if (error instanceof EmbeddedError || error instanceof ValueError) return { ...stored, apiVersion };
      throw error;
    }
  }

  /** An object of some version as it is stored. */
  #stored(object: KubeObject): KubeObject {
    const apiVersion = `${this.#group}/${this.#storage}`;
    if (object.apiVersion === apiVersion) return object;
    const { metadata } = object;
    const schema = this.schemaOf(apiVersion) ?? emptySchema;
    const converted = { ...object, apiVersion };
    return this.definition.spec.preserveUnknownFields === true
      ? converted
      : { ...pruneNulls(pruneResource(converted, schema), schema), metadata };
  }

  #answer(object: KubeObject, errors: readonly FieldError[]): Answer<KubeObject> {
    if (errors.length === 0) return { ok: true, value: this.#stored(object) };
    return failed(invalid(this.#group, object.kind, object.metadata.name, causesOf(errors)));
  }

  #wrongType({ kind }: KubeObject): FieldError[] {
    return kind === this.#kind ? [] : [invalidField('kind', kind, `must be ${this.#kind}`)];
  }

  #hasStatus(apiVersion: string): boolean {
    return this.#of(apiVersion)?.subresources?.status !== undefined;
  }

  /** A decoded object as it is stored, or what is wrong with it. @source k8s 1.20 apiextensions-apiserver/pkg/registry/customresource/strategy.go */
  create(decoded: KubeObject): Answer<KubeObject> {
    const { apiVersion } = decoded;
    const kept = this.#hasStatus(apiVersion) ? withoutStatus(decoded) : decoded;
    const object: KubeObject = { ...kept, metadata: { ...kept.metadata, generation: 1 } };
    const wrong = this.#wrongType(object);
    if (wrong.length > 0) return this.#answer(object, wrong);
    const schema = this.schemaOf(apiVersion);
    const scale = this.scaleOf(apiVersion);
    const errors: FieldError[] = [];
    checkObjectMeta(errors, object.metadata, { namespaced: this.#isNamespaced }, this.#version);
    if (schema !== undefined) errors.push(...validateValue(object, schema, this.#version));
    errors.push(...checkScaleSpec(object, scale), ...checkScaleStatus(object, scale));
    if (schema !== undefined) {
      errors.push(...validateEmbedded(object, schema, this.#version));
      errors.push(...validateListTypes(object as never, schema, this.#version));
      if (errors.length === 0) errors.push(...checkRules(object, undefined, schema, this.#version));
    }
    return this.#answer(object, errors);
  }

  /** A decoded object as it replaces a stored one. */
  update(decoded: KubeObject, stored: KubeObject, subresource: string): Answer<KubeObject> {
    const { apiVersion } = decoded;
    const old = this.present(stored, apiVersion) as Fields;
    const object = subresource === 'status' ? this.#withStatus(decoded, old) : this.#prepare(decoded, old);
    const wrong = this.#wrongType(object);
    if (wrong.length > 0) return this.#answer(object, wrong);
    const schema = this.schemaOf(apiVersion);
    const scale = this.scaleOf(apiVersion);
    const errors: FieldError[] = [];
    checkObjectMetaUpdate(errors, object.metadata, old.metadata);
    if (subresource === '' && !isSameMeta(object, old))
      checkObjectMeta(errors, object.metadata, { namespaced: this.#isNamespaced }, this.#version);
    if (schema !== undefined) errors.push(...validateValue(object, schema, this.#version));
    if (subresource === '') errors.push(...checkScaleSpec(object, scale));
    errors.push(...checkScaleStatus(object, scale));
    if (schema !== undefined) {
      if (subresource === '') {
        errors.push(...validateEmbedded(object, schema, this.#version));
        if (validateListTypes(old as never, schema, this.#version).length === 0)
          errors.push(...validateListTypes(object as never, schema, this.#version));
      }
      if (errors.length === 0) errors.push(...checkRules(object, old, schema, this.#version));
    }
    return this.#answer(object, errors);
  }

  #prepare(decoded: KubeObject, old: Fields): KubeObject {
    let object: Fields = decoded;
    if (this.#hasStatus(decoded.apiVersion))
      object = 'status' in old ? { ...object, status: old.status } : withoutStatus(object);
    const isSame = deepEqual(withoutMetadata(object), withoutMetadata(old));
    const before = old.metadata.generation ?? 1;
    return { ...object, metadata: { ...object.metadata, generation: isSame ? before : before + 1 } };
  }

  #withStatus(decoded: Fields, old: Fields): KubeObject {
    const { managedFields } = decoded.metadata;
    const metadata = { ...old.metadata, ...(managedFields === undefined ? {} : { managedFields }) };
    const object = { ...withoutStatus(old), metadata };
    return 'status' in decoded ? ({ ...object, status: decoded.status } as KubeObject) : object;
  }
}

/** Metadata that was valid when it was stored is valid still. */
const isSameMeta = ({ metadata }: KubeObject, { metadata: old }: KubeObject): boolean =>
  metadata.labels === old.labels &&
  metadata.annotations === old.annotations &&
  metadata.ownerReferences === old.ownerReferences &&
  metadata.finalizers === old.finalizers;
