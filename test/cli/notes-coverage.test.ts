/** `labproof notes coverage` as a user sees it: table, figures, JSON, outputs, exit codes. */
import { expect } from 'chai';
import { scenario, withFolder } from './temporary-folder.ts';

// The program loads its commands as ES modules; loaded otherwise, it would not know their errors as its own.
const { play } = await import('./fake-terminal.ts');

const fence = '```';
const note = `# 1 Namespaces
1. make one
${fence}sh
kubectl create namespace shop
${fence}
${fence}
namespace/shop made
${fence}
2. look
${fence}sh
kubectl get pods
docker ps
${fence}
`;
const files = {
  'notes/a.md': note,
  'scenarios/a.yaml': scenario(
    'shop',
    'kubectl: create namespace shop\nname: a namespace\noutput: namespace/shop created\nnote: {file: a.md, section: "1", step: 1}',
  ),
};

describe('notes', () => {
  it('prints its help without a command, and refuses one that there is none', async () => {
    const { code, out } = await play(['notes']);
    expect(code).to.equal(0);
    expect(out).to.contain('coverage');
    expect(await play(['notes', 'coverag'])).to.deep.include({ code: 4 });
    const help = await play(['notes', 'coverage', '--help']);
    expect(help.code).to.equal(0);
    for (const line of help.out.split('\n')) expect(line.length, line).to.be.at.most(80);
  });

  it('coverage prints a table of 80 columns and the figures', () =>
    withFolder(files, async (cwd) => {
      const { code, out } = await play(['notes', 'coverage', 'notes/a.md'], { cwd });
      expect(code).to.equal(0);
      expect(out).to.match(/^notes\/a\.md:4 +proven +kubectl create namespace shop +shop: a namespace$/m);
      expect(out).to.match(/^notes\/a\.md:11 +uncovered +kubectl get pods$/m);
      expect(out).to.match(/^a\.md +kubectl +2 +1 +0 +1 +50\.0 %\n +all +3 +1 +1 +1 +33\.3 %$/m);
      for (const line of out.split('\n')) expect(line.length, line).to.be.at.most(80);
      const { out: rest } = await play(['notes', 'coverage', 'notes/a.md', '--uncovered'], { cwd });
      expect(rest).to.contain('a.md:11').and.not.to.contain('a.md:4');
    }));

  it('coverage prints an array with --json', () =>
    withFolder(files, async (cwd) => {
      const { out } = await play(['notes', 'coverage', 'notes/a.md', '--json'], { cwd });
      const [first, second, third] = JSON.parse(out);
      expect(first).to.deep.equal({
        file: 'notes/a.md',
        line: 4,
        command: 'kubectl create namespace shop',
        status: 'proven',
        scenario: 'shop',
        step: 'a namespace',
        reason: null,
      });
      expect(second).to.deep.include({ line: 11, status: 'uncovered', scenario: null });
      expect(third.reason).to.contain('docker');
    }));

  it('coverage --outputs shows what the note prints and the cluster does not', () =>
    withFolder(files, async (cwd) => {
      const { code, out } = await play(['notes', 'coverage', 'notes/a.md', '--outputs'], { cwd });
      expect(code).to.equal(0);
      expect(out).to.contain('notes/a.md:7: not what "kubectl create namespace shop" prints (shop)');
      expect(out).to.contain('    -namespace/shop made\n    +namespace/shop created\n');
      expect(out).to.contain('outputs: 1 compared, 0 the same, 0 explained by the scenario, 1 stale');
    }));

  it('coverage fails under the percentage asked for, of kubectl lines', () =>
    withFolder(files, async (cwd) => {
      const ask = (...more: string[]): ReturnType<typeof play> =>
        play(['notes', 'coverage', 'notes/a.md', '--fail-under', ...more], { cwd });
      expect((await ask('50')).code).to.equal(0);
      expect(await ask('51')).to.deep.include({
        code: 1,
        err: '1 of 2 kubectl lines are proven (50.0 %), less than 51 %\n',
      });
      expect(await ask('many')).to.deep.include({ code: 4, out: '' });
      expect((await ask('50', '--scenarios', 'nowhere')).code).to.equal(5);
    }));

  it('coverage reads refusals from the configuration, and says when there is no note', () =>
    withFolder(
      {
        ...files,
        'labproof.config.yaml': 'notes: {refused: [{command: kubectl get pods, reason: nothing runs yet}]}\n',
      },
      async (cwd) => {
        const { out } = await play(['notes', 'coverage', 'notes/a.md', '--json'], { cwd });
        expect(JSON.parse(out)[1]).to.deep.include({ status: 'refused', reason: 'nothing runs yet' });
        const missing = await play(['notes', 'coverage', 'notes/b.md'], { cwd });
        expect(missing.code).to.equal(6);
        expect(missing.err).to.contain('notes/b.md').and.to.contain('there is no such file');
      },
    ));
});
