/** `labproof matrix`: the table, the reasons, the record and the exit codes. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { failing, passing, scenario, withFolder } from './temporary-folder.ts';

// The program loads its commands as ES modules; loaded otherwise, it would not know their errors as its own.
const { play } = await import('./fake-terminal.ts');

/** Kubernetes 1.34 says from which namespace it deletes. */
const stale = `${scenario('stale', 'kubectl: create configmap web\nexpect: [{configmap/web: {metadata: {name: web}}}]')}
    - kubectl: delete configmap web
      note: {file: note.md, section: "3.1", step: 2}
      output: {is: 'configmap "web" deleted'}
`;

const folder = { 'scenarios/a.yaml': passing };

describe('labproof matrix', () => {
  it('shows a table that fits, and nothing else when all is well', () =>
    withFolder(folder, async (cwd) => {
      const { code, out } = await play(['matrix'], { cwd });
      expect(code).to.equal(0);
      for (const line of out.split('\n')) expect(line.length, line).to.be.at.most(80);
      expect(out)
        .to.match(/^ {7} +1\.18 +1\.19 /)
        .and.to.contain('1 scenario on 19 versions: 19 passed ✓\n');
      expect(out.match(/✓/g)).to.have.lengthOf(20);
      const record = JSON.parse(readFileSync(join(cwd, 'reports/matrix.json'), 'utf8'));
      expect(record).to.include({ kind: 'MatrixRecord', seed: 1 });
      expect(record.versions).to.have.lengthOf(19).and.to.include('1.22.17');
      expect(record.scenarios[0].cells[4]).to.deep.equal({ kubernetes: '1.22.17', result: 'passed' });
    }));

  it('takes lists, ranges and comparisons of versions, a minor for its newest patch', () =>
    withFolder(folder, async (cwd) => {
      const played = async (versions: string): Promise<string[]> =>
        JSON.parse((await play(['matrix', '--json', '--kubernetes', versions], { cwd })).out).versions;
      expect(await played('1.20,1.22.3')).to.deep.equal(['1.20.15', '1.22.3']);
      expect(await played('1.18-1.20')).to.deep.equal(['1.18.20', '1.19.16', '1.20.15']);
      expect(await played('>=1.21 <1.23')).to.deep.equal(['1.21.14', '1.22.17']);
    }));

  it('says of a red cell why, where, and how to play it', () =>
    withFolder({ 'scenarios/a.yaml': failing, 'scenarios/b.yaml': stale }, async (cwd) => {
      const { code, out } = await play(['matrix', '--kubernetes', '1.32-1.35'], { cwd });
      expect(code).to.equal(1);
      expect(out).to.contain('✗ stale on 1.34 to 1.35\n');
      expect(out.replace(/\s+/g, ' '))
        .to.contain(
          'stdout: expected is configmap "web" deleted, found configmap "web" deleted from default namespace',
        )
        .and.to.match(/scenarios\/b\.yaml:\d+:\d+ note note\.md, section 3\.1, step 2/)
        .and.to.contain('--seed 1 --kubernetes 1.34.13');
    }));

  it('plays no scenario where it is not meant for the version, and says so', () =>
    withFolder(
      { 'scenarios/a.yaml': passing.replace('spec:\n', 'spec:\n  kubernetes: ">=1.20"\n') },
      async (cwd) => {
        const { code, out } = await play(['matrix', '--kubernetes', '1.19,1.20'], { cwd });
        expect(code).to.equal(0);
        expect(out).to.contain('- passing on 1.19: it is meant for Kubernetes >=1.20\n');
        expect(out).to.contain('1 scenario on 2 versions: 1 passed ✓, 1 skipped -\n');
      },
    ));

  it('prints a page', () =>
    withFolder(folder, async (cwd) => {
      const { out } = await play(['matrix', '--markdown', '--kubernetes', '1.20,1.21'], { cwd });
      expect(out).to.contain(
        '| scenario | 1.20 | 1.21 |\n| --- | --- | --- |\n| passing | ✓ | ✓ |\n\nNothing is red.\n',
      );
    }));

  it('answers the published exit codes', () =>
    withFolder(folder, async (cwd) => {
      const codeOf = async (argv: string[], isInterrupted = false): Promise<number> =>
        (await play(['matrix', ...argv], { cwd, isInterrupted: () => isInterrupted })).code;
      expect(await codeOf(['--kubernetes', '1.20'], true)).to.equal(2);
      expect(await codeOf(['--kubernetes', '1.17'])).to.equal(4);
      expect(await codeOf(['--kubernetes', '>1.36'])).to.equal(4);
      expect(await codeOf(['--json', '--markdown'])).to.equal(4);
      expect(await codeOf(['--grep', 'nothing-like-it'])).to.equal(5);
      expect(existsSync(join(cwd, 'reports/matrix.json'))).to.equal(true);
    }));
});
