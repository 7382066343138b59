import { expect } from 'chai';
import { fuzzFace } from './fuzz/fuzz-face.ts';

const requests = 5000;
/** Two rounds of each minor that there is but one: a hundred thousand requests in all. */
const rounds = 20;
const oldestMinor = 18;
const minors = 19;

describe('REST: a hundred thousand requests made by chance', function () {
  this.timeout(300_000);
  const statuses = new Set<number>();
  for (let round = 0; round < rounds; round++) {
    const version = `1.${oldestMinor + (round % minors)}`;
    const seed = round + 1;
    it(`get proper answers and leave a proper store: ${version}, seed ${seed}`, () => {
      const result = fuzzFace({ seed, version, requests });
      for (const status of result.statuses.keys()) statuses.add(status);
      expect(result.failures.join('\n')).to.equal('');
    });
  }

  it('are of every sort', () => {
    const sorts = [200, 201, 400, 404, 405, 406, 409, 410, 415, 422];
    expect(sorts.filter((status) => !statuses.has(status))).to.deep.equal([]);
  });
});
