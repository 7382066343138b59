/** The protocol is whole: our own simulator behind it plays scenarios to the very record that it makes without it. */
import { expect } from 'chai';
import { createSimulatorBackend, ProcessLabs } from '../../../src/backends/index.ts';
import type { Backend } from '../../../src/backends/index.ts';
import { planScenarios, run, selectScenarios } from '../../../src/runner/index.ts';
import type { PlannedScenario, ScenarioRecord } from '../../../src/runner/index.ts';

const paths = [
  'scenarios/infra-kubernetes/3.2.3-scale.yaml',
  'scenarios/infra-kubernetes/3.2.6-self-healing.yaml',
  'scenarios/infra-kubernetes/3.2.9-drain.yaml',
  'scenarios/infra-kubernetes/3.3.1-nodeport.yaml',
  'scenarios/infra-kubernetes/3.3.5-hpa.yaml',
  'scenarios/infra-kubernetes/3.4.1-daemonset.yaml',
  'scenarios/kubernetes-basics/rbac.yaml',
  'test/failures/scenarios/wrong-image.yaml',
];

type Open = (planned: PlannedScenario, seed: number) => Promise<Backend>;

const recordsOf = async (open: Open): Promise<ScenarioRecord[]> => {
  const { selected } = await selectScenarios({ paths, cwd: process.cwd() });
  const { scenarios } = await run(await planScenarios(selected), {
    labproof: '0.0.0',
    backendName: 'any',
    seed: 3,
    seeds: 1,
    jobs: 1,
    failFast: false,
    retries: 0,
    emit: () => undefined,
    isInterrupted: () => false,
    open,
  });
  // What the backend is called is told apart; all else must be the same.
  return scenarios.map((one) => JSON.parse(JSON.stringify({ ...one, backend: '', replay: '' })));
};

describe('our own simulator behind the backend protocol', () => {
  it('gives the same records', async () => {
    const labs = new ProcessLabs({
      command: [process.execPath, '--import=tsx', 'src/cli/main.ts', 'backend'],
      title: 'labproof backend',
      cwd: process.cwd(),
      labproof: '0.0.0',
    });
    try {
      const direct = await recordsOf(async ({ lab }, seed) => createSimulatorBackend({ lab, seed }));
      const behind = await recordsOf(({ lab }, seed) => labs.open({ lab, seed, kubernetes: lab.kubernetes }));
      expect(direct.map(({ result }) => result))
        .to.include('passed')
        .and.to.include('failed');
      expect(behind).to.deep.equal(direct);
    } finally {
      await labs.close();
    }
  }).timeout(120_000);
});
