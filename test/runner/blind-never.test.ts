/** A `never` about an object that there never was fails the step: it watched nothing. */
import { expect } from 'chai';
import { play } from '../cli/fake-terminal.ts';
import { scenario, withFolder } from '../cli/temporary-folder.ts';

const step = (name: string): string =>
  scenario(
    'blind',
    `kubectl: create deployment web --image=nginx:1.16.0\nnever: [{deployment/${name}: {status: {(replicas > 1): true}}}]\nexpect: [{deployment/web: {status: {readyReplicas: 1}}}]`,
  );

const selecting = (selection: string): string =>
  scenario(
    'blind',
    `kubectl: create deployment web --image=nginx:1.16.0\nnever: [{pods: ${selection}}]\nexpect: [{deployment/web: {status: {readyReplicas: 1}}}]`,
  );

describe('never', () => {
  it('passes about an object that the step makes', () =>
    withFolder({ 'scenarios/a.yaml': step('web') }, async (cwd) => {
      expect((await play(['run', '--reporter', 'terminal'], { cwd })).code).to.equal(0);
    }));

  for (const [what, selection, code] of [
    ['a selection that has members', '{selector: app=web}, any: {spec: {nodeName: master}}', 0],
    ['a count of what must never be', '{selector: app=intruder}, count: {$gte: 1}', 0],
    [
      'a selection of fields that must never be',
      '{fieldSelector: status.phase=Failed}, any: {status: {phase: Failed}}',
      0,
    ],
    ['a selection that never had a member', '{selector: app=wbe}, any: {spec: {nodeName: master}}', 1],
  ] as const) {
    it(`${code === 0 ? 'passes' : 'fails'} about ${what}`, () =>
      withFolder({ 'scenarios/a.yaml': selecting(selection) }, async (cwd) => {
        const { code: ended, out } = await play(['run', '--reporter', 'terminal'], { cwd });
        expect(ended, out).to.equal(code);
        const words = 'there never were any pods (app=wbe): "never" watched nothing';
        if (code === 1) expect(out.replace(/\s+/g, ' ')).to.contain(words);
      }));
  }

  it('fails about an object that there never was', () =>
    withFolder({ 'scenarios/a.yaml': step('wbe') }, async (cwd) => {
      const { code, out } = await play(['run', '--reporter', 'terminal'], { cwd });
      expect(code).to.equal(1);
      expect(out)
        .to.contain('there never was a deployment/wbe: "never" watched nothing')
        .and.to.contain('scenarios/a.yaml:7:');
    }));
});
