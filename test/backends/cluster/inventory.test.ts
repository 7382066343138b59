/** What a run has left on a cluster. */
import { expect } from 'chai';
import { newSince, residueTexts, takeInventory } from '../../../src/backends/cluster/inventory.ts';
import { runLabel } from '../../../src/backends/cluster/disguised-api.ts';
import { createSimulatorBackend } from '../../../src/backends/index.ts';
import { ApiError, internalError } from '../../../src/kube/index.ts';
import type { KubeApi } from '../../../src/kube/index.ts';
import { testLab } from '../../simulator/bare-world.ts';

const configMap = (name: string) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name } });
const configMaps = { group: '', version: 'v1', name: 'configmaps' };

describe('the inventory of a cluster', () => {
  it('tells what is new, and nothing of what owners, clocks and the past have made', async () => {
    const { api, clock, close } = createSimulatorBackend({ lab: testLab(), seed: 1 });
    const deployments = { group: 'apps', version: 'v1', name: 'deployments' };
    await api.create(configMaps, 'default', configMap('old'));
    const before = await takeInventory(api);
    await api.create(configMaps, 'default', configMap('new'));
    await api.create(deployments, 'default', {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'web' },
      spec: {
        selector: { matchLabels: { app: 'web' } },
        template: {
          metadata: { labels: { app: 'web' } },
          spec: { containers: [{ name: 'c', image: 'nginx' }] },
        },
      },
    });
    await clock.sleep(30_000);
    const residue = newSince(before, await takeInventory(api));
    expect(residue).to.deep.equal(['configmaps default/new', 'deployments.apps default/web']);
    expect(residueTexts(residue)).to.deep.equal([
      'on the cluster now, and not there before the run: configmaps default/new, deployments.apps default/web',
    ]);
    expect(residueTexts([])).to.deep.equal([]);
    await close();
  });

  it('tells nothing of what scenarios beside it have made, nor of what comes and goes by itself', async () => {
    const { api, close } = createSimulatorBackend({ lab: testLab(), seed: 1 });
    const namespaces = { group: '', version: 'v1', name: 'namespaces' };
    const make = (name: string, labels: Record<string, string> = {}) =>
      api.create(namespaces, undefined, { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } });
    const before = await takeInventory(api);
    await make('labproof-0123abcd');
    await make('labproof-notes');
    await make('shop', { [runLabel]: '0123abcd' });
    await api.create(configMaps, 'labproof-0123abcd', configMap('of-another-run'));
    await api.create(configMaps, 'labproof-notes', configMap('of-a-person'));
    const marked = { ...configMap('marked'), metadata: { name: 'marked', labels: { [runLabel]: 'x' } } };
    await api.create(configMaps, 'default', marked);
    const leases = { group: 'coordination.k8s.io', version: 'v1', name: 'leases' };
    const lease = { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata: { name: 'leader' } };
    await api.create(leases, 'default', lease);
    expect(newSince(before, await takeInventory(api))).to.deep.equal([
      'configmaps labproof-notes/of-a-person',
      'namespaces labproof-notes',
    ]);
    await close();
  });

  it('leaves out what the user may not list, and no other trouble', async () => {
    const { api, close } = createSimulatorBackend({ lab: testLab(), seed: 1 });
    const asked: string[] = [];
    const failing = (code: number): KubeApi => ({
      ...api,
      resources: () => api.resources(),
      list: async (resource, options) => {
        asked.push(resource.name);
        if (resource.name === 'secrets') throw new ApiError({ ...internalError('no'), code });
        return api.list(resource, options);
      },
    });
    const all = await takeInventory(api);
    const seen = await takeInventory(failing(403));
    expect([...all].some((name) => name.startsWith('secrets '))).to.equal(true);
    expect([...seen]).to.deep.equal([...all].filter((name) => !name.startsWith('secrets ')));
    expect(asked).to.include('secrets').and.not.include('events').and.not.include('leases');
    expect(new Set(asked.filter((name) => name === 'deployments'))).to.have.length(1);
    const refused = await takeInventory(failing(500)).then(
      () => 'nothing',
      (error: Error) => error.message,
    );
    expect(refused).to.contain('no');
    await close();
  });

  it('names ten, and counts the rest', () => {
    const many = Array.from({ length: 12 }, (_, index) => `pods default/p${index}`);
    expect(residueTexts(many)[0]).to.match(/p9 and 2 more$/);
  });
});
