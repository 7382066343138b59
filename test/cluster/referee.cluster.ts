/** The scenarios on a real Kubernetes: `npm run test:cluster`. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { RunRecord } from '../../src/runner/index.ts';
import { compareOn, leastFidelity } from './compare.ts';
import { scenariosOn } from './forms.ts';
import { absentImages, writeHollowLab } from './hollow-lab.ts';
import {
  isOwn,
  isWhole,
  kubectl,
  labproof,
  onCluster,
  readJson,
  startReferee,
  stopReferee,
  whyNot,
} from './referee.ts';

const infra = (name: string): string => `scenarios/infra-kubernetes/${name}.yaml`;
// Neither calico, which a drain would complain of, nor MetalLB is here.
const played = [
  ...['3.2.1-run-and-create', '3.2.4-create-and-apply', '3.2.6-self-healing'],
  ...(isWhole ? ['3.2.3-scale', '3.2.7-guaranteed-replicas', '3.2.8-cordon', '3.2.10-to-revision'] : []),
].map(infra);

describe('a real cluster', function () {
  this.timeout(2_700_000);
  // Deadlines are the wall's here: on a machine that is overrun one may pass once.
  this.retries(1);
  const reason = whyNot();
  if (reason !== undefined) {
    it(`is skipped: ${reason}`, function () {
      console.log(`test:cluster is skipped: ${reason}`);
      this.skip();
    });
    return;
  }
  let folder: string;
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'labproof-cluster-'));
    await startReferee(absentImages);
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
      '--jobs',
      '2',
      ...played,
      '--reporter',
      `json=${file}`,
    ]);
    const { scenarios } = readJson<RunRecord>(file);
    const failures = scenarios
      .filter(({ result }) => result !== 'passed' && result !== 'partial')
      .map(({ name, result, steps }) => {
        const messages = steps.flatMap((step) => (step.failure === undefined ? [] : [step.failure.message]));
        return `${name}: ${result}: ${messages.join('; ')}`;
      });
    expect(failures).to.deep.equal([]);
    expect(scenarios).to.have.lengthOf(played.length);
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
    const lab = isOwn ? writeHollowLab(folder) : 'scenarios/referee.lab.yaml';
    const { fidelity } = await compareOn('hollow', scenariosOn('hollow', { isWhole }), { lab });
    expect(fidelity).to.be.at.least(leastFidelity);
    assertClean();
  });

  it('can be compared from its recording when it is gone', async () => {
    const recording = join(folder, 'recording.json');
    const [file, lab] = [infra('3.2.1-run-and-create'), ['--lab', 'scenarios/referee.lab.yaml']];
    const recorded = await labproof(['record', 'cluster', ...onCluster, ...lab, '-o', recording, file]);
    expect(recorded.code, recorded.stderr).to.equal(0);
    const nowhere = ['--kubeconfig', join(folder, 'none')];
    const { code, stdout } = await labproof([
      ...['compare', 'simulator', recording, ...nowhere, ...lab, '--seeds', '10', '--all'],
      file,
    ]);
    expect(code, stdout).to.equal(0);
    assertClean();
  });
});
