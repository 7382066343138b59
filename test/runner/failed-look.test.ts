/** What a step says that only looks and never sees what it expects. */
import { expect } from 'chai';
import { scenario, withFolder } from '../cli/temporary-folder.ts';

// The program loads its commands as ES modules; loaded otherwise, it would not know their errors as its own.
const { play } = await import('../cli/fake-terminal.ts');

describe('a step that only looks', () => {
  for (const [what, step, message] of [
    ['a refusal', 'kubectl: get pod zzz\nfails: {stderr: nope}', 'the expectation cannot come true any more'],
    [
      'one of an output and an object',
      'kubectl: get namespace default\noutput: default\nexpect: [{pod/zzz: exists}]',
      '1 of 2 expectations cannot come true any more',
    ],
  ] as const) {
    it(`counts what it waits for: ${what}`, () =>
      withFolder({ 'scenarios/a.yaml': scenario('looks', step) }, async (cwd) => {
        const { code, out } = await play(['run'], { cwd });
        expect(code).to.equal(1);
        expect(out).to.contain(message);
      }));
  }
});
