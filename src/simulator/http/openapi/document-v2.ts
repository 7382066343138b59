/** The OpenAPI 2 document of the whole API. @source k8s 1.20 api/openapi-spec/swagger.json */
import type { ApiResource, KubernetesVersion } from '../../../kube/index.ts';
import { pathsOf, type Operation, type Parameter, type PathItem } from './paths.ts';
import { Schemas, type GroupVersionKind, type Schema } from './schema.ts';

export interface OperationV2 {
  operationId: string;
  parameters: Parameter[];
  responses: Record<string, { description: string }>;
  'x-kubernetes-action': string;
  'x-kubernetes-group-version-kind': GroupVersionKind;
}

export interface PathItemV2 {
  get?: OperationV2;
  put?: OperationV2;
  post?: OperationV2;
  delete?: OperationV2;
  patch?: OperationV2;
  parameters: Parameter[];
}

export interface DocumentV2 {
  swagger: '2.0';
  info: { title: string; version: string };
  paths: Record<string, PathItemV2>;
  definitions: Record<string, Schema>;
}

const operationV2 = ({ operationId, parameters, action, gvk }: Operation): OperationV2 => ({
  operationId,
  parameters,
  responses: { '200': { description: 'OK' }, '401': { description: 'Unauthorized' } },
  'x-kubernetes-action': action,
  'x-kubernetes-group-version-kind': gvk,
});

const itemV2 = ({ parameters, ...operations }: PathItem): PathItemV2 => ({
  ...Object.fromEntries(
    Object.entries(operations).map(([verb, operation]) => [verb, operationV2(operation)]),
  ),
  parameters,
});

export const documentV2 = (resources: readonly ApiResource[], version: KubernetesVersion): DocumentV2 => {
  const schemas = new Schemas(version.minor, '#/definitions/');
  const paths: Record<string, PathItemV2> = {};
  for (const resource of resources) {
    schemas.addKind(resource);
    for (const [path, item] of Object.entries(pathsOf(resource, version))) paths[path] = itemV2(item);
  }
  return {
    swagger: '2.0',
    info: { title: 'Kubernetes', version: version.gitVersion },
    paths,
    definitions: schemas.definitions,
  };
};
