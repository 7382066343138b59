/** Our kubectl on a simulated API server that nothing else works on, for the tables of kubectl's texts. */
import { createSimulatorApi } from '../../src/backends/simulator/simulator-api.ts';
import { notFound } from '../../src/kube/index.ts';
import type { KubeObject } from '../../src/kube/index.ts';
import { runKubectl } from '../../src/kubectl/index.ts';
import type { KubectlResult } from '../../src/kubectl/index.ts';
import { ServedApi } from '../../src/simulator/apiserver/index.ts';
import { installPolicy } from '../../src/simulator/authorization/index.ts';
import { bareWorld } from '../simulator/bare-world.ts';

export interface KubectlBench {
  run(line: string | readonly string[]): Promise<KubectlResult>;
  create(object: KubeObject, namespace?: string): Promise<void>;
}

/** `files` by path as the commands name them. */
export const kubectlBench = (files: Record<string, string> = {}, namespace = 'default'): KubectlBench => {
  const { world, core } = bareWorld();
  installPolicy(core);
  const { version } = world;
  const { authorizer, tokens } = core;
  const api = createSimulatorApi({
    served: new ServedApi(core, world.api),
    authorizer,
    tokens,
    version,
    world,
    site: {
      log: (_namespace, pod) => ({ ok: false, status: notFound({ group: '', resource: 'pods' }, pod) }),
    },
  });
  const paths = new Map(Object.entries(files).map(([path, text]) => [`/root/${path}`, text]));
  const clock = {
    now: () => Date.parse('2021-01-20T12:00:00Z'),
    sleep: () => Promise.resolve(),
    waitUntil: (isMet: () => boolean) => Promise.resolve(isMet() ? ('met' as const) : ('idle' as const)),
  };
  const context = {
    api,
    clock,
    namespace,
    files: {
      home: '/root',
      cwd: '/root',
      read: (path: string) => paths.get(path),
      list(path: string) {
        const inside = [...paths.keys()].filter((one) => one.startsWith(`${path}/`));
        return inside.length === 0 ? undefined : inside.map((one) => one.slice(path.length + 1)).sort();
      },
    },
  };
  return {
    run: (line) => runKubectl(line, context),
    async create(object, into = 'default') {
      const resources = await api.resources();
      const group = object.apiVersion.includes('/') ? object.apiVersion.split('/')[0] : '';
      const resource = resources.find((one) => one.kind === object.kind && one.group === group);
      if (resource === undefined) throw new Error(`no resource for ${object.kind}`);
      await api.create(resource, resource.namespaced ? into : undefined, object);
    },
  };
};
