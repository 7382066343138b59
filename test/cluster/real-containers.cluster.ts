/** Scenarios of the notes on real containers: they are asked for pages, looked into, and their processes end. */
import { expect } from 'chai';
import { compareOn, leastFidelity } from './compare.ts';
import { scenariosOn } from './forms.ts';
import { startRealReferee, whyNoContainers } from './real-referee.ts';
import type { RealReferee } from './real-referee.ts';
import { isWhole, kubectl, labproof, onCluster } from './referee.ts';

describe('real containers', function () {
  this.timeout(2_700_000);
  // Deadlines are the wall's here: on a machine that is overrun one may pass once.
  this.retries(1);
  const reason = whyNoContainers();
  if (reason !== undefined) {
    it(`are skipped: ${reason}`, function () {
      console.log(`real containers are skipped: ${reason}`);
      this.skip();
    });
    return;
  }
  let referee: RealReferee;
  before(async () => {
    referee = await startRealReferee();
  });
  after(() => referee.stop());

  it('are what the simulator says they are, and leave nothing behind', async () => {
    // A try that was killed may have left its namespace.
    await labproof(['cleanup', ...onCluster]);
    const files = scenariosOn('real', { isWhole });
    const { scenarios, fidelity } = await compareOn('real', files, referee);
    expect(scenarios.map(({ name, skipped }) => [name, skipped])).to.have.lengthOf(files.length);
    const skipped = scenarios.flatMap(({ steps }) => steps).filter((step) => step.skipped !== undefined);
    expect(skipped).to.deep.equal([]);
    expect(fidelity).to.be.at.least(leastFidelity);
    expect(kubectl('get', 'namespaces', '-o', 'name')).not.to.contain('labproof');
  });

  if (!isWhole) return;
  it('run an image that one machine has built, and one of a registry of its own', async () => {
    await referee.buildImage();
    const files = scenariosOn('real', { isWhole, hasOwnImages: true });
    const { scenarios, fidelity } = await compareOn('real', files, { lab: referee.labWithImages });
    expect(scenarios.map(({ skipped }) => skipped)).to.deep.equal(files.map(() => undefined));
    expect(fidelity).to.be.at.least(leastFidelity);
  });
});
