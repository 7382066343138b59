/** What kube-apiserver 1.20.2 answered to long lists of odd requests, asked of ours in the same order. */
import { isDeepStrictEqual } from 'node:util';
import { assert } from 'chai';
import { readTable, runTable } from './upstream-table.ts';

describe('Odd requests, as kube-apiserver 1.20 answers them', () => {
  for (const family of ['list-options', 'patches', 'writes', 'subresources']) {
    it(family, () => {
      const run = runTable();
      for (const [index, step] of readTable(family).entries()) {
        const { upstream, ours } = run.ask(step);
        const name = `${index}: ${step.name}`;
        if (step.differs === undefined) assert.deepEqual(ours, upstream, name);
        else assert.isFalse(isDeepStrictEqual(ours, upstream), `${name} is alike: ${step.differs}`);
      }
    }).timeout(20_000);
  }
});
