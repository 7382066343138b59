/** The scenarios on a real Kubernetes: `npm run test:cluster`. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { ComparedScenario, RunRecord } from '../../src/runner/index.ts';
import { kubectl, labproof, onCluster, readJson, startReferee, stopReferee, whyNot } from './referee.ts';

/** Below this the simulator has become less like the real one. */
const leastFidelity = 0.9;

describe('a real cluster', function () {
  this.timeout(1_800_000);
  const reason = whyNot();
  if (reason !== undefined) {
    it(`is skipped: ${reason}`, function () {
      console.log(`test:cluster is skipped: ${reason}`);
      this.skip();
    });
    return;
  }
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'labproof-cluster-'));
    startReferee();
  });
  after(() => {
    stopReferee();
    rmSync(folder, { recursive: true, force: true });
  });

  const assertClean = (): void => {
    expect(kubectl('get', 'namespaces', '-o', 'name')).not.to.contain('labproof');
    expect(kubectl('get', 'nodes')).not.to.contain('SchedulingDisabled');
  };

  it('needs a context before it writes anything', async () => {
    const { code, stderr } = await labproof([
      'run',
      '--backend',
      'cluster',
      'scenarios/infra-kubernetes/3.2.3-scale.yaml',
    ]);
    expect(code).to.equal(4);
    expect(stderr).to.contain('--context');
  });

  it('skips what touches nodes unless it is allowed', async () => {
    const file = join(folder, 'cordon.json');
    const { code } = await labproof([
      'run',
      '--backend',
      'cluster',
      ...onCluster,
      'scenarios/infra-kubernetes/3.2.8-cordon.yaml',
      '--reporter',
      `json=${file}`,
    ]);
    const [scenario] = readJson<RunRecord>(file).scenarios;
    expect(code).to.equal(0);
    expect(scenario!.result).to.equal('partial');
    expect(scenario!.reason).to.contain('--allow-disruption');
    assertClean();
  });

  it('plays scenarios, partly where its nodes run nothing, and leaves nothing behind', async () => {
    const file = join(folder, 'run.json');
    await labproof([
      'run',
      '--backend',
      'cluster',
      ...onCluster,
      '--allow-disruption',
      // Neither calico, which a drain would complain of, nor MetalLB is here.
      ...['3.2.1-*', '3.2.3-*', '3.2.4-*', '3.2.6-*', '3.2.7-*', '3.2.8-*', '3.2.10-*'].map(
        (name) => `scenarios/infra-kubernetes/${name}`,
      ),
      '--reporter',
      `json=${file}`,
    ]);
    const results = Object.fromEntries(
      readJson<RunRecord>(file).scenarios.map(({ name, result }) => [name, result]),
    );
    expect(
      Object.values(results).filter((result) => result !== 'passed' && result !== 'partial'),
    ).to.deep.equal([], JSON.stringify(results));
    assertClean();
  });

  it('is cleaned up after a run that was killed in the middle of a drain', async () => {
    const killed = await labproof(
      ['run', '--backend', 'cluster', ...onCluster, '--allow-disruption', 'test/cluster/killed.yaml'],
      () => kubectl('get', 'nodes').includes('SchedulingDisabled'),
    );
    expect(killed.code).to.equal(null);
    expect(kubectl('get', 'namespaces', '-o', 'name')).to.contain('labproof');
    const { code, stdout } = await labproof(['cleanup', ...onCluster]);
    expect(code, stdout).to.equal(0);
    assertClean();
  });

  it('is what the simulator says it is', async () => {
    const { stdout } = await labproof([
      'compare',
      'simulator',
      'cluster',
      ...onCluster,
      '--allow-disruption',
      '--lab',
      'scenarios/referee.lab.yaml',
      '--seeds',
      '10',
      '--json',
      'scenarios/infra-kubernetes',
    ]);
    const compared = JSON.parse(stdout) as ComparedScenario[];
    const steps = compared.flatMap((one) => one.steps).filter((step) => step.skipped === undefined);
    const equal = steps.filter(({ differences }) => differences.length === 0).length;
    console.log(`      ${equal} of ${steps.length} checkpoints equal`);
    expect(equal / steps.length).to.be.at.least(leastFidelity);
    assertClean();
  });
});
