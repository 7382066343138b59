/** A scenario whose lab has what a backend's place has not is skipped for it, and nothing is done there. */
import { join } from 'node:path';
import { expect } from 'chai';
import { createSimulatorBackend } from '../../src/backends/index.ts';
import { planScenarios, playScenario, selectScenarios } from '../../src/runner/index.ts';
import { scenario, withFolder } from '../cli/temporary-folder.ts';

const text = scenario(
  'web',
  'kubectl: create deployment web --image=nginx:1.16.0\nexpect: [{deployment/web: {status: {readyReplicas: 1}}}]',
);

describe('a place that lacks what the lab has', () => {
  it('is not played on', async () => {
    await withFolder({ 'a.yaml': text }, async (cwd) => {
      const { selected } = await selectScenarios({ paths: [join(cwd, 'a.yaml')], cwd });
      const [planned] = await planScenarios(selected);
      const { scenario: one, lab } = planned!;
      const backend = createSimulatorBackend({ lab, seed: 1 });
      const options = { seed: 1, lab, emit: () => undefined, isInterrupted: () => false };
      const lacks = ['the lab has metallb, this cluster has not', 'the lab has an NFS server'];
      const record = await playScenario(one, { ...backend, lacks }, options);
      expect(record).to.include({ result: 'skipped', reason: lacks.join('; ') });
      expect(record.steps).to.deep.equal([]);
      const deployments = { group: 'apps', version: 'v1', name: 'deployments' };
      expect((await backend.api.list(deployments, { namespace: 'default' })).items).to.deep.equal([]);
      expect((await playScenario(one, { ...backend, lacks: [] }, options)).result).to.equal('passed');
    });
  });
});
