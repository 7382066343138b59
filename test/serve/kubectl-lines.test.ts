/** The kubectl lines of a few scenarios, with our own kubectl and with a real one; all of them: `npm run test:kubectl`. */
import { resolve } from 'node:path';
import { expect } from 'chai';
import { planScenarios, selectScenarios } from '../../src/runner/index.ts';
import { compareScenarioLines } from './lines/compare-scenario-lines.ts';
import { surprises, tellSurprise } from './lines/line-figures.ts';
import { findKubectl120, whyNoKubectl120, type RealKubectl } from './lines/real-kubectl.ts';

const root = resolve(import.meta.dirname, '../..');
const paths = ['3.2.1-run-and-create', '3.2.6-self-healing', '3.2.8-cordon', '3.2.10-rollout-undo'].map(
  (name) => `scenarios/infra-kubernetes/${name}.yaml`,
);

describe('kubectl lines of scenarios against the served cluster', function () {
  this.timeout(120_000);
  let binary: RealKubectl;

  before(function () {
    const found = findKubectl120();
    if (found === undefined) {
      console.log(`      skipped: ${whyNoKubectl120}`);
      this.skip();
    }
    binary = found;
  });

  for (const path of paths) {
    it(`print the same: ${path}`, async () => {
      const { selected } = await selectScenarios({ paths: [path], cwd: root });
      const [planned] = await planScenarios(selected);
      const { lines, result } = await compareScenarioLines(planned!, binary);
      expect(result).to.equal('passed');
      expect(lines.length).to.be.greaterThan(1);
      expect(surprises(lines).map(tellSurprise).join('\n')).to.equal('');
    });
  }
});
