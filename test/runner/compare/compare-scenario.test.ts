/** Two simulators compared: alike they are equal, and of unlike ones it says where. */
import { resolve } from 'node:path';
import { expect } from 'chai';
import { createSimulatorBackend } from '../../../src/backends/index.ts';
import { compareScenario, fidelityOf, planScenarios, selectScenarios } from '../../../src/runner/index.ts';
import type { ComparedScenario } from '../../../src/runner/index.ts';

/** Two of three pods on the node that has the image already, or one on each: chance decides, and for this seed as for the first. */
const likeFirst = 11;

const compare = async (left: string, right: string, seed = likeFirst): Promise<ComparedScenario> => {
  const { selected } = await selectScenarios({
    paths: [resolve(import.meta.dirname, '../../../scenarios/infra-kubernetes/3.2.3-scale.yaml')],
    cwd: process.cwd(),
  });
  const [planned] = await planScenarios(selected);
  return compareScenario(planned!, {
    seed: 1,
    seeds: 1,
    left: async ({ lab }) => createSimulatorBackend({ lab, seed: 1, version: left }),
    right: async ({ lab }) => createSimulatorBackend({ lab, seed, version: right }),
    isInterrupted: () => false,
  });
};

describe('compare', () => {
  it('finds two runs of one lab equal, though their seeds differ', async () => {
    const compared = await compare('1.20.2', '1.20.2');
    expect(compared.steps.map(({ differences }) => differences)).to.deep.equal([[], [], [], []]);
    expect(fidelityOf([compared])).to.deep.equal({ equal: 4, total: 4 });
  });

  it('says where two versions differ', async () => {
    const { steps } = await compare('1.20.2', '1.34.0', 1);
    const paths = steps.flatMap(({ differences }) => differences.map(({ path }) => path));
    expect(paths.some((path) => path.startsWith('pod/nginx-pod spec'))).to.equal(true);
    const { equal, total } = fidelityOf([{ name: '', title: '', steps }]);
    expect(equal).to.be.lessThan(total);
  });
});
