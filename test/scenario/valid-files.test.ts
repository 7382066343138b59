/** A scenario with every step kind and every kind of expectation loads as it is meant. */
import { expect } from 'chai';
import { loadScenarioFiles } from '../../src/scenario/index.ts';
import type { Scenario } from '../../src/scenario/index.ts';
import { stepKinds } from '../../src/scenario/index.ts';

const folder = 'test/scenario/fixtures/valid';

describe('valid scenario files', () => {
  let everything: Scenario;
  before(async () => {
    const { scenarios, problems } = await loadScenarioFiles([`${folder}/everything.yaml`]);
    expect(problems.map(String)).to.deep.equal([]);
    everything = scenarios[0]!;
  });

  it('reads the scenario', () => {
    expect(everything).to.include({ name: 'everything', namespace: 'default', seeds: 3 });
    expect(everything.labels).to.deep.equal({ chapter: '3', topic: 'all', number: '3.10' });
    expect(everything.kubernetes?.text).to.equal('>=1.18 <1.30');
    expect(everything.position).to.include({ line: 2, column: 1 });
  });

  it('reads times, marks and roles of steps', () => {
    const [step] = everything.steps;
    expect(step).to.include({
      name: 'the deployment is there',
      withinMs: 90_000,
      holdMs: 30_000,
      isSetup: false,
    });
    expect(step!.position).to.include({ line: 18, column: 7 });
    expect(everything.setup.every(({ isSetup }) => isSetup)).to.equal(true);
    expect(everything.steps[1]).to.include({
      name: 'apply everything.manifest.yaml',
      withinMs: 60_000,
      isSetup: true,
    });
  });

  it('strips the word kubectl and keeps the rest of the line', () => {
    expect(everything.steps[0]!.action).to.deep.equal({
      kind: 'kubectl',
      argument: { line: 'get deployment echo -o wide' },
    });
  });

  it('puts included steps in place, with positions in their own file', () => {
    expect(everything.setup.map(({ name }) => name)).to.deep.equal([
      'kubectl create deployment echo --image=nginx',
      'kubectl run nginx-pod --image=nginx',
    ]);
    expect(everything.setup[1]!.position.file).to.match(/shared\.steps\.yaml$/);
    expect(everything.setup[1]!.expect[0]!.position).to.include({ line: 7, column: 11 });
  });

  it('uses every step kind but edit', () => {
    const used = new Set([...everything.setup, ...everything.steps].map(({ action }) => action.kind));
    const missing = stepKinds.map(({ kind }) => kind as string).filter((kind) => !used.has(kind as never));
    expect(missing.filter((kind) => kind !== 'edit')).to.deep.equal([]);
  });

  it('reads several scenarios of one file, with anchors and merge keys', async () => {
    const { scenarios, problems } = await loadScenarioFiles([`${folder}/two.yaml`]);
    expect(problems.map(String)).to.deep.equal([]);
    expect(scenarios.map(({ name, position }) => [name, position.line])).to.deep.equal([
      ['first-of-two', 1],
      ['second-of-two', 7],
    ]);
    expect(scenarios[1]!.steps.map(({ name }) => name)).to.deep.equal([
      'kubectl get pods',
      'kubectl get pods',
      'again',
    ]);
  });

  it('reads a file once that is named twice', async () => {
    const { scenarios } = await loadScenarioFiles([`${folder}/two.yaml`, `${folder}/two.yaml`]);
    expect(scenarios).to.have.length(2);
  });
});
