/** The paths of an OpenAPI document: every resource's collection and objects, with their operations. */
import { isAtLeast, type ApiResource, type KubernetesVersion } from '../../../kube/index.ts';

export interface Parameter {
  name: string;
  in: 'query' | 'path';
  type: 'string' | 'boolean' | 'integer';
  required?: boolean;
}

export interface Operation {
  operationId: string;
  parameters: Parameter[];
  action: string;
  gvk: { group: string; version: string; kind: string };
}

export type PathItem = Partial<Record<'get' | 'put' | 'post' | 'delete' | 'patch', Operation>> & {
  parameters: Parameter[];
};

const query = (name: string, type: Parameter['type'] = 'string'): Parameter => ({ name, in: 'query', type });

const inPath = (name: string): Parameter => ({ name, in: 'path', type: 'string', required: true });

/** "readCoreV1NamespacedPod". */
const operationId = (verb: string, { group, version, kind, namespaced }: ApiResource): string => {
  const word = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
  const groupWord = group === '' ? 'Core' : word(group.split('.')[0]!);
  return `${verb}${groupWord}${word(version)}${namespaced ? 'Namespaced' : ''}${kind}`;
};

/** The paths of one resource, by path. @source k8s 1.20 apiserver/pkg/endpoints/installer.go */
export const pathsOf = (resource: ApiResource, version: KubernetesVersion): Record<string, PathItem> => {
  const { group, version: of, kind, name, namespaced, verbs } = resource;
  const root = group === '' ? `/api/${of}` : `/apis/${group}/${of}`;
  const collection = `${root}${namespaced ? '/namespaces/{namespace}' : ''}/${name}`;
  const writing = [
    query('dryRun'),
    query('fieldManager'),
    ...(isAtLeast(version, 25) ? [query('fieldValidation')] : []),
  ];
  const listing = [
    query('allowWatchBookmarks', 'boolean'),
    query('continue'),
    query('fieldSelector'),
    query('labelSelector'),
    query('limit', 'integer'),
    query('resourceVersion'),
    query('timeoutSeconds', 'integer'),
    query('watch', 'boolean'),
  ];
  const deleting = [
    query('dryRun'),
    query('gracePeriodSeconds', 'integer'),
    query('orphanDependents', 'boolean'),
    query('propagationPolicy'),
  ];
  const operation = (verb: string, action: string, parameters: Parameter[]): Operation => ({
    operationId: operationId(verb, resource),
    parameters,
    action,
    gvk: { group, version: of, kind },
  });
  const has = (verb: string): boolean => verbs.includes(verb);
  const namespaceParameter = namespaced ? [inPath('namespace')] : [];
  const many: PathItem = {
    ...(has('list') ? { get: operation('list', 'list', listing) } : {}),
    ...(has('create') ? { post: operation('create', 'post', writing) } : {}),
    ...(has('deletecollection')
      ? { delete: operation('deleteCollection', 'deletecollection', [...listing, ...deleting]) }
      : {}),
    parameters: [...namespaceParameter, query('pretty')],
  };
  const one: PathItem = {
    ...(has('get') ? { get: operation('read', 'get', []) } : {}),
    ...(has('update') ? { put: operation('replace', 'put', writing) } : {}),
    ...(has('delete') ? { delete: operation('delete', 'delete', deleting) } : {}),
    ...(has('patch') ? { patch: operation('patch', 'patch', [...writing, query('force', 'boolean')]) } : {}),
    parameters: [inPath('name'), ...namespaceParameter, query('pretty')],
  };
  return { [collection]: many, [`${collection}/{name}`]: one };
};
