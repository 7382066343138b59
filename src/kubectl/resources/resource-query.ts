/** Which objects the arguments and -f of a command mean: upstream's resource builder. */
import { parseLabelSelector } from '../../kube/index.ts';
import type { ApiResource, KubeObject, UnknownObject } from '../../kube/index.ts';
import type { CommandContext } from '../context.ts';
import { KubectlError } from '../kubectl-error.ts';
import { readManifests } from './manifest-files.ts';
import { schemaError } from './manifest-schema.ts';
import { expandCategories, resourceFor, resourceOfKind } from './resource-mapping.ts';

export interface ResourceQuery {
  /** TYPE NAME…, TYPE/NAME…, TYPE[,TYPE]. */
  args?: readonly string[];
  /** Of -f. */
  filenames?: readonly string[];
  isRecursive?: boolean;
  labelSelector?: string;
  fieldSelector?: string;
  /** --all: every object of the type. */
  all?: boolean;
  allNamespaces?: boolean;
  /** A type without names means all its objects (get, describe). */
  isTypeEnough?: boolean;
  /** Manifests are held against the schema of their kind first (--validate). */
  validates?: boolean;
  /** --local: manifests are taken as they are, without the namespace of the line. */
  isLocal?: boolean;
}

/** One thing to visit, in order. */
export type ResourceTarget =
  | { by: 'name'; resource: ApiResource; namespace: string | undefined; name: string }
  | {
      by: 'list';
      resource: ApiResource;
      namespace: string | undefined;
      labelSelector: string;
      fieldSelector: string;
    }
  | {
      by: 'manifest';
      resource: ApiResource;
      namespace: string | undefined;
      name: string;
      object: UnknownObject;
      source: string;
    }
  | { by: 'error'; error: Error };

/** An object met on a visit. `source` is its file, when it came from one. */
export interface ResourceInfo {
  resource: ApiResource;
  namespace: string | undefined;
  name: string;
  object: KubeObject;
  source?: string;
}

export const missingResource = `You must provide one or more resources by argument or filename.
Example resource specifications include:
   '-f rsrc.yaml'
   '--filename=rsrc.json'
   '<resource> <name>'
   '<resource>'`;

const splitList = (text: string): string[] => [...new Set(text.split(','))];

const slashMixed =
  "there is no need to specify a resource type as a separate argument when passing arguments in resource/name form (e.g. 'kubectl get resource/<resource_name>' instead of 'kubectl get resource resource/<resource_name>'";

interface Tuple {
  type: string;
  name: string;
}

/** @source k8s 1.20 cli-runtime/pkg/resource/builder.go splitResourceTypeName */
const readTuple = (word: string): Tuple => {
  const segments = word.split('/');
  if (segments.length !== 2)
    throw new KubectlError('arguments in resource/name form may not have more than one slash');
  const [type = '', name = ''] = segments;
  if (type === '' || name === '' || splitList(type).length !== 1) {
    throw new KubectlError('arguments in resource/name form must have a single resource and name');
  }
  return { type, name };
};

/** @source k8s 1.20 cli-runtime/pkg/resource/builder.go ResourceTypeOrNameArgs */
const readArguments = (
  given: readonly string[],
  served: readonly ApiResource[],
): { tuples: Tuple[]; types: string[]; names: string[] } => {
  let args = [...given];
  const firstTypes = args.length >= 2 ? splitList(args[0]!) : [];
  if (firstTypes.length > 1)
    args = firstTypes.flatMap((type) => args.slice(1).map((name) => `${type}/${name}`));
  const slashes = args.filter((word) => word.includes('/')).length;
  if (slashes > 0) {
    if (slashes !== args.length) throw new KubectlError(slashMixed);
    return { tuples: args.map(readTuple), types: [], names: [] };
  }
  if (args.length === 0) return { tuples: [], types: [], names: [] };
  return { tuples: [], types: splitList(expandCategories(served, args[0]!)), names: args.slice(1) };
};

/** @source k8s 1.20 cli-runtime/pkg/resource/builder.go visitByName, visitByResource */
const byName = (
  resource: ApiResource,
  name: string,
  query: ResourceQuery,
  context: CommandContext,
): ResourceTarget => {
  if (resource.namespaced && query.allNamespaces === true) {
    throw new KubectlError('a resource cannot be retrieved by name across all namespaces');
  }
  return { by: 'name', resource, namespace: resource.namespaced ? context.namespace : undefined, name };
};

/** The target of one manifest. @source k8s 1.20 cli-runtime/pkg/resource/mapper.go infoForData, visitor.go SetNamespace, RequireNamespace */
const byManifest = (
  { object, source }: { object: UnknownObject; source: string },
  served: readonly ApiResource[],
  context: CommandContext,
  isLocal: boolean,
): ResourceTarget => {
  const broken = (message: string): ResourceTarget => ({ by: 'error', error: new KubectlError(message) });
  const quoted = JSON.stringify(source);
  const { apiVersion, kind, metadata } = object as Partial<UnknownObject>;
  if (typeof kind !== 'string' || kind === '') {
    return broken(`unable to decode ${quoted}: Object 'Kind' is missing in '${JSON.stringify(object)}'`);
  }
  const version = typeof apiVersion === 'string' ? apiVersion : '';
  const resource = resourceOfKind(served, version, kind);
  if (resource === undefined) {
    return broken(
      `unable to recognize ${quoted}: no matches for kind ${JSON.stringify(kind)} in version ${JSON.stringify(version)}`,
    );
  }
  const name = metadata?.name ?? '';
  if (isLocal || !resource.namespaced)
    return { by: 'manifest', resource, namespace: undefined, name, object, source };
  const own = metadata?.namespace ?? '';
  if (context.isNamespaceExplicit && own !== '' && own !== context.namespace) {
    return broken(
      `the namespace from the provided object ${JSON.stringify(own)} does not match the namespace ${JSON.stringify(context.namespace)}. You must pass '--namespace=${own}' to perform this operation.`,
    );
  }
  const namespace = own === '' ? context.namespace : own;
  const placed = own === '' ? { ...object, metadata: { ...object.metadata, namespace } } : object;
  return { by: 'manifest', resource, namespace, name, object: placed, source };
};

/**
 * The targets that a query means, in the order kubectl visits them.
 * @throws KubectlError with the builder's texts
 * @source k8s 1.20 cli-runtime/pkg/resource/builder.go visitorResult
 */
export const resourceTargets = async (
  context: CommandContext,
  query: ResourceQuery,
): Promise<ResourceTarget[]> => {
  const filenames = query.filenames ?? [];
  const given = query.args ?? [];
  if (given.length === 0 && filenames.length === 0) throw new KubectlError(missingResource);
  const served = await context.resources();
  const { tuples, types, names } = readArguments(given, served);
  if (filenames.length > 0) {
    if (types.length > 0 || tuples.length > 0) {
      throw new KubectlError(
        'when paths, URLs, or stdin is provided as input, you may not specify resource arguments as well',
      );
    }
    const selector = parseLabelSelector(query.labelSelector ?? '');
    const brokenFiles = new Set<string>();
    return readManifests(filenames, query.isRecursive ?? false, context).flatMap((manifest) => {
      if (brokenFiles.has(manifest.source)) return [];
      if ('error' in manifest) return [{ by: 'error', error: manifest.error }];
      const error = query.validates === true ? schemaError(manifest, served, context.version) : undefined;
      if (error !== undefined) {
        brokenFiles.add(manifest.source);
        return [{ by: 'error', error }];
      }
      const target = byManifest(manifest, served, context, query.isLocal === true);
      const isSelected = target.by === 'error' || selector.matches(manifest.object.metadata?.labels ?? {});
      return isSelected ? [target] : [];
    });
  }
  const hasSelector = (query.labelSelector ?? '') !== '' || (query.fieldSelector ?? '') !== '';
  const isTypeOnly = types.length > 0 && names.length === 0;
  if (hasSelector || query.all === true || (isTypeOnly && query.isTypeEnough === true)) {
    if (names.length > 0) throw new KubectlError('name cannot be provided when a selector is specified');
    if (tuples.length > 0) {
      throw new KubectlError(
        'selectors and the all flag cannot be used when passing resource/name arguments',
      );
    }
    return types.map((type) => {
      const resource = resourceFor(served, type);
      const isEverywhere = query.allNamespaces === true || !resource.namespaced;
      return {
        by: 'list',
        resource,
        namespace: isEverywhere ? undefined : context.namespace,
        labelSelector: query.labelSelector ?? '',
        fieldSelector: query.fieldSelector ?? '',
      };
    });
  }
  if (tuples.length > 0) {
    const resolved = tuples.map((tuple) => ({ resource: resourceFor(served, tuple.type), name: tuple.name }));
    return resolved.map(({ resource, name }) => byName(resource, name, query, context));
  }
  if (isTypeOnly) {
    for (const type of types) resourceFor(served, type);
    throw new KubectlError('resource(s) were provided, but no name, label selector, or --all flag specified');
  }
  if (types.length > 1) throw new KubectlError('you must specify only one resource');
  const resource = resourceFor(served, types[0]!);
  return names.map((name) => byName(resource, name, query, context));
};
