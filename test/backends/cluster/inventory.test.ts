/** What a run has left on a cluster. */
import { expect } from 'chai';
import { newSince, residueTexts, takeInventory } from '../../../src/backends/cluster/inventory.ts';
import { createSimulatorBackend } from '../../../src/backends/index.ts';
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

  it('names ten, and counts the rest', () => {
    const many = Array.from({ length: 12 }, (_, index) => `pods default/p${index}`);
    expect(residueTexts(many)[0]).to.match(/p9 and 2 more$/);
  });
});
