/** The github reporter annotates the line of the YAML that failed. */
import { expect } from 'chai';
import { play } from '../cli/fake-terminal.ts';
import { failing, passing, withFolder } from '../cli/temporary-folder.ts';

describe('github reporter', () => {
  it('prints an error command for a failure and nothing for a success', () =>
    withFolder({ 'scenarios/a.yaml': failing, 'scenarios/b.yaml': passing }, async (cwd) => {
      const { out } = await play(['run', '--reporter', 'github'], { cwd });
      expect(out.trim().split('\n')).to.have.length(1);
      expect(out).to.match(
        /^::error file=.*scenarios\/a\.yaml,line=7,col=\d+,title=failing › kubectl create namespace shop::/,
      );
      expect(out).to.contain('%0Astatus.phase: expected Closed, found Active');
    }));
});
