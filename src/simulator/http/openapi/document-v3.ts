/** The OpenAPI 3 documents, one of each group and version. @since k8s 1.24 */
import type { ApiResource, KubernetesVersion } from '../../../kube/index.ts';
import { pathsOf, type Operation, type Parameter, type PathItem } from './paths.ts';
import { Schemas } from './schema.ts';

const prefix = '#/components/schemas/';

const parameterV3 = ({ type, ...parameter }: Parameter) => ({ ...parameter, schema: { type } });

const operationV3 = ({ operationId, parameters, action, gvk }: Operation, kindName: string) => ({
  operationId,
  parameters: parameters.map(parameterV3),
  responses: {
    '200': {
      description: 'OK',
      content: { 'application/json': { schema: { $ref: prefix + kindName } } },
    },
    '401': { description: 'Unauthorized' },
  },
  'x-kubernetes-action': action,
  'x-kubernetes-group-version-kind': gvk,
});

const itemV3 = ({ parameters, ...operations }: PathItem, kindName: string) => ({
  ...Object.fromEntries(
    Object.entries(operations).map(([verb, operation]) => [verb, operationV3(operation, kindName)]),
  ),
  parameters: parameters.map(parameterV3),
});

/** "apis/apps/v1", as the index of documents names it. */
export const documentKey = ({ group, version }: ApiResource): string =>
  group === '' ? `api/${version}` : `apis/${group}/${version}`;

export const documentV3 = (resources: readonly ApiResource[], version: KubernetesVersion): unknown => {
  const schemas = new Schemas(version.minor, prefix);
  const paths: Record<string, unknown> = {};
  for (const resource of resources) {
    const name = schemas.addKind(resource);
    for (const [path, item] of Object.entries(pathsOf(resource, version))) paths[path] = itemV3(item, name);
  }
  return {
    openapi: '3.0.0',
    info: { title: 'Kubernetes', version: version.gitVersion },
    paths,
    components: { schemas: schemas.definitions },
  };
};
