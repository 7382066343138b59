/** labproof/mocha makes of a failed step an assertion error with both sides, so that any reporter shows the diff. */
import { join, resolve } from 'node:path';
import { expect } from 'chai';
import { createSimulatorBackend } from '../../src/backends/index.ts';
import { InvalidInputError, NothingSelectedError } from '../../src/core/index.ts';
import { assertionErrorOf, describeScenarios } from '../../src/mocha/index.ts';
import { planScenarios, playScenario, selectScenarios } from '../../src/runner/index.ts';

const broken = resolve(import.meta.dirname, '../failures/scenarios');

const rejection = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  );

describe('labproof/mocha', () => {
  it('gives expected, actual and showDiff', async () => {
    const { selected, sources } = await selectScenarios({
      paths: [join(broken, 'wrong-node.yaml')],
      cwd: process.cwd(),
    });
    const [planned] = await planScenarios(selected);
    const backend = createSimulatorBackend({ lab: planned!.lab, seed: 1 });
    const record = await playScenario(planned!.scenario, backend, {
      seed: 1,
      lab: planned!.lab,
      emit: () => undefined,
      isInterrupted: () => false,
    });
    const error = assertionErrorOf(record, record.steps[0]!, sources) as unknown as {
      expected: string;
      actual: string;
      showDiff: boolean;
      message: string;
    };
    expect(error.showDiff).to.equal(true);
    expect(error.expected).to.contain('nodeName: m-k8s');
    expect(error.actual).to.contain('nodeName: w3-k8s');
    expect(error.message).to.contain('wrong-node.yaml:9:').and.to.contain('replay');
  });

  it('refuses an invalid file, and files without a scenario', async () => {
    expect(
      await rejection(describeScenarios('test/scenario/fixtures/**/unknown-key*.yaml')),
    ).to.be.instanceOf(InvalidInputError);
    expect(await rejection(describeScenarios('schemas'))).to.be.instanceOf(NothingSelectedError);
  });
});
