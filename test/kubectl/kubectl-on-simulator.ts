/** A kubectl on a simulated cluster, for tests of the commands. */
import { createSimulatorBackend } from '../../src/backends/index.ts';
import type { SimulatorBackend } from '../../src/backends/index.ts';
import { runKubectl } from '../../src/kubectl/index.ts';
import type { KubectlContext, KubectlResult } from '../../src/kubectl/index.ts';
import { parseKubernetesVersion } from '../../src/kube/index.ts';
import { testLab } from '../simulator/bare-world.ts';

export interface Kubectl {
  backend: SimulatorBackend;
  run(line: string, changes?: Partial<KubectlContext>): Promise<KubectlResult>;
  /** stdout of a line that must succeed. */
  out(line: string): Promise<string>;
  /** stderr of a line that must fail. */
  fails(line: string): Promise<string>;
}

const nginx = { repository: 'nginx', tags: ['latest', '1.19'], behaviour: 'nginx' };

export const kubectlOnSimulator = (files: Record<string, string> = {}, clientVersion = '1.20.2'): Kubectl => {
  const backend = createSimulatorBackend({ lab: testLab({ images: [nginx] }), seed: 1 });
  const context: KubectlContext = {
    api: backend.api,
    clock: backend.clock,
    can: backend.can,
    version: parseKubernetesVersion(clientVersion)!,
    files: {
      home: '/root',
      cwd: '/root',
      read: (path) => files[path],
      list: (path) => {
        const inside = Object.keys(files).filter((file) => file.startsWith(`${path}/`));
        return inside.length === 0
          ? undefined
          : [...new Set(inside.map((file) => file.slice(path.length + 1).split('/')[0]!))].sort();
      },
    },
  };
  const run: Kubectl['run'] = (line, changes) => runKubectl(line, { ...context, ...changes });
  return {
    backend,
    run,
    async out(line) {
      const { exitCode, stdout, stderr } = await run(line);
      if (exitCode !== 0) throw new Error(`${line}: ${stderr}`);
      return stdout;
    },
    async fails(line) {
      const { exitCode, stdout, stderr } = await run(line);
      if (exitCode === 0 || stdout !== '') throw new Error(`${line} did not fail: ${stdout}`);
      return stderr;
    },
  };
};

const resourceKeys = {
  Pod: { group: '', version: 'v1', name: 'pods' },
  Deployment: { group: 'apps', version: 'v1', name: 'deployments' },
  Service: { group: '', version: 'v1', name: 'services' },
} as const;

/** Creates an object through the API and lets the cluster settle. */
export const put = async (
  { backend }: Kubectl,
  object: { kind: keyof typeof resourceKeys; [field: string]: unknown },
  settleMs = 20_000,
): Promise<void> => {
  await backend.api.create(resourceKeys[object.kind], 'default', object);
  await backend.clock.sleep(settleMs);
};

export const podNamed = (
  name: string,
  labels: Record<string, string> = {},
  containers = [{ name: 'nginx', image: 'nginx:1.19' }],
) => ({
  apiVersion: 'v1',
  kind: 'Pod' as const,
  metadata: { name, labels },
  spec: { containers },
});

export const deploymentNamed = (name: string, replicas: number) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment' as const,
  metadata: { name, labels: { app: name } },
  spec: {
    replicas,
    selector: { matchLabels: { app: name } },
    template: {
      metadata: { labels: { app: name } },
      spec: { containers: [{ name: 'nginx', image: 'nginx:1.19' }] },
    },
  },
});
