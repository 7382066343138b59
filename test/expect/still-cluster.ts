/** A ClusterView over given objects, and expectations from YAML, for tests. */
import { Problems, readYaml } from '../../src/document/index.ts';
import type { SourceNode } from '../../src/document/index.ts';
import { expectationField, findKnownResource, judge } from '../../src/expect/index.ts';
import type { ClusterView, CompileContext, Expectation, Verdict } from '../../src/expect/index.ts';
import type { KubeObject } from '../../src/kube/index.ts';

/** A cluster that never changes. Objects without a namespace get "default" where their kind has one. */
export const stillCluster = (...objects: readonly object[]): ClusterView => {
  const byResource = new Map<string, KubeObject[]>();
  for (const given of objects as readonly KubeObject[]) {
    const resource = findKnownResource(given.kind)!;
    const namespace = given.metadata.namespace ?? (resource.namespaced ? 'default' : undefined);
    const object = {
      ...given,
      metadata: { ...given.metadata, ...(namespace === undefined ? {} : { namespace }) },
    };
    byResource.set(resource.id, [...(byResource.get(resource.id) ?? []), object]);
  }
  return {
    resolve: (name) => findKnownResource(name),
    list: (id) => byResource.get(id) ?? [],
    now: () => Date.parse('2021-01-20T12:00:00Z'),
  };
};

export const yamlNode = (yaml: string): SourceNode => {
  const problems = new Problems();
  const [node] = readYaml('test.yaml', yaml, problems);
  if (problems.list[0] !== undefined) throw problems.list[0];
  return node!;
};

export const expectationOf = (yaml: string): Expectation => {
  const problems = new Problems();
  const expectation = expectationField.read(yamlNode(yaml), problems);
  if (expectation === undefined || problems.list[0] !== undefined) throw problems.list[0]!;
  return expectation;
};

export const judgeYaml = (yaml: string, view: ClusterView, context: CompileContext = {}): Verdict =>
  judge(expectationOf(yaml), view, context);

/** "path: expected X, found Y" of every leaf. */
export const leafTexts = ({ leaves }: Pick<Verdict, 'leaves'>): string[] =>
  leaves.map(({ path, expected, actual }) => `${path}: expected ${expected}, found ${actual}`);

export const pod = (
  name: string,
  more: {
    nodeName?: string;
    phase?: string;
    labels?: Record<string, string>;
    owner?: string;
    created?: string;
  } = {},
): object => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {
    name,
    labels: more.labels ?? { app: 'nginx' },
    ...(more.created === undefined ? {} : { creationTimestamp: more.created }),
    ...(more.owner === undefined
      ? {}
      : {
          ownerReferences: [
            { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: more.owner, uid: '1', controller: true },
          ],
        }),
  },
  spec: { nodeName: more.nodeName ?? 'w1-k8s', containers: [{ name: 'nginx', image: 'nginx:1.15' }] },
  status: { phase: more.phase ?? 'Running' },
});
