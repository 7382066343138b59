/** Discovery is asked once, and again when what is served may have changed. */
import { expect } from 'chai';
import { DiscoveryCache } from '../../../src/backends/cluster/discovery-cache.ts';

const pods = { group: '', version: 'v1', name: 'pods' };
const definitions = { group: 'apiextensions.k8s.io', version: 'v1', name: 'customresourcedefinitions' };

describe('discovery cache', () => {
  let nowMs: number;
  let asked: number;
  let cache: DiscoveryCache;
  beforeEach(() => {
    [nowMs, asked] = [0, 0];
    cache = new DiscoveryCache(
      () => {
        asked++;
        return asked === 13 ? Promise.reject(new Error('gone')) : Promise.resolve([]);
      },
      () => nowMs,
    );
  });

  it('asks once for a minute', async () => {
    await cache.resources();
    nowMs = 59_000;
    cache.noteWrite(pods);
    await cache.resources();
    expect(asked).to.equal(1);
    nowMs = 61_000;
    await cache.resources();
    expect(asked).to.equal(2);
  });

  it('asks each time for a while after a kind was defined', async () => {
    await cache.resources();
    cache.noteWrite(definitions);
    for (nowMs of [1_000, 2_000]) await cache.resources();
    expect(asked).to.equal(3);
    nowMs = 16_000;
    await cache.resources();
    expect(asked).to.equal(3);
  });

  it('does not keep a failure', async () => {
    asked = 12;
    const failure = await cache.resources().catch((error: unknown) => error);
    expect(failure).to.be.an('error');
    expect(await cache.resources()).to.deep.equal([]);
  });
});
