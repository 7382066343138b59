/** A misspelt machine is found when the file is checked. */
import { expect } from 'chai';
import { scenario, withFolder } from '../cli/temporary-folder.ts';

const { play } = await import('../cli/fake-terminal.ts');

const ready = 'node/worker: {status: {conditions: [{type: Ready, status: Unknown}]}}';

describe('machines that steps name', () => {
  for (const [step, where, known] of [
    [`fault: {powerOff: wroker}\nexpect: [{${ready}}]`, '6:25', 'did you mean "worker"?'],
    [`node: {remove: wroker}\nexpect: [{node/worker: absent}]`, '6:22', 'did you mean "worker"?'],
  ] as const) {
    it(`must be of the lab: ${step.split('\n')[0] ?? ''}`, () =>
      withFolder({ 'scenarios/a.yaml': scenario('machines', step) }, async (cwd) => {
        const { code, out, err } = await play(['lint'], { cwd });
        expect(code).to.equal(6);
        expect(out + err).to.contain(`scenarios/a.yaml:${where}: error: unknown machine of the lab small`);
        expect(out + err).to.contain(known);
      }));
  }

  it('are right', () =>
    withFolder(
      { 'scenarios/a.yaml': scenario('machines', `fault: {powerOff: worker}\nexpect: [{${ready}}]`) },
      async (cwd) => {
        expect((await play(['lint'], { cwd })).code).to.equal(0);
      },
    ));
});
