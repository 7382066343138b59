import { expect } from 'chai';
import { playLoad } from './load/play-load.ts';

describe('many watchers and writers, in processes of their own', function () {
  this.timeout(120_000);

  it('lose and reorder no event', async () => {
    const { problems, writes, events } = await playLoad({ watchers: 30, writers: 10, durationMs: 2000 });
    expect(problems).to.deep.equal([]);
    expect(writes).to.be.above(30);
    expect(events).to.equal(30 * writes);
  });
});
