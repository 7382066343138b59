/** A `never` about an object that there never was fails the step: it watched nothing. */
import { expect } from 'chai';
import { play } from '../cli/fake-terminal.ts';
import { scenario, withFolder } from '../cli/temporary-folder.ts';

const step = (name: string): string =>
  scenario(
    'blind',
    `kubectl: create deployment web --image=nginx:1.16.0\nnever: [{deployment/${name}: {status: {(replicas > 1): true}}}]\nexpect: [{deployment/web: {status: {readyReplicas: 1}}}]`,
  );

describe('never', () => {
  it('passes about an object that the step makes', () =>
    withFolder({ 'scenarios/a.yaml': step('web') }, async (cwd) => {
      expect((await play(['run', '--reporter', 'terminal'], { cwd })).code).to.equal(0);
    }));

  it('fails about an object that there never was', () =>
    withFolder({ 'scenarios/a.yaml': step('wbe') }, async (cwd) => {
      const { code, out } = await play(['run', '--reporter', 'terminal'], { cwd });
      expect(code).to.equal(1);
      expect(out)
        .to.contain('there never was a deployment/wbe: "never" watched nothing')
        .and.to.contain('scenarios/a.yaml:7:');
    }));
});
