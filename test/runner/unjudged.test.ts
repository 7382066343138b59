/** What a backend cannot tell is not judged, and the result says so. */
import { join } from 'node:path';
import { expect } from 'chai';
import { createSimulatorBackend } from '../../src/backends/index.ts';
import { planScenarios, playScenario, selectScenarios } from '../../src/runner/index.ts';
import type { ScenarioRecord } from '../../src/runner/index.ts';
import { scenario, withFolder } from '../cli/temporary-folder.ts';

const text = scenario(
  'authors',
  'kubectl: create deployment web --image=nginx:1.16.0\nexpect: [{changes: {about: replicaset/web-*, type: ADDED, by: deployment-controller}}]',
);

const playOn = async (tellsAuthors: boolean): Promise<ScenarioRecord | undefined> => {
  let record: ScenarioRecord | undefined;
  await withFolder({ 'a.yaml': text }, async (cwd) => {
    const { selected } = await selectScenarios({ paths: [join(cwd, 'a.yaml')], cwd });
    const [planned] = await planScenarios(selected);
    const backend = createSimulatorBackend({ lab: planned!.lab, seed: 1 });
    if (!tellsAuthors) delete (backend as { authorOf?: unknown }).authorOf;
    record = await playScenario(planned!.scenario, backend, {
      seed: 1,
      lab: planned!.lab,
      emit: () => undefined,
      isInterrupted: () => false,
    });
  });
  return record;
};

describe('who made a change', () => {
  it('is judged where the backend tells', async () => {
    expect((await playOn(true))?.result).to.equal('passed');
  });

  it('makes the scenario partial where the backend does not tell', async () => {
    const record = await playOn(false);
    expect(record?.result).to.equal('partial');
    expect(record?.reason).to.contain('who made the changes is not judged');
    expect(record?.steps[0]?.result).to.equal('partial');
  });
});
