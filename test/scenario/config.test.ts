/** labproof.config.yaml: found up the tree, read, and its mistakes told. */
import { expect } from 'chai';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findConfig, loadConfig, loadScenarioFiles } from '../../src/scenario/index.ts';

describe('configuration', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'labproof-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  const write = (text: string): string => {
    const path = join(folder, 'labproof.config.yaml');
    writeFileSync(path, text);
    return path;
  };

  it('is found in the folder or above, or is empty', async () => {
    mkdirSync(join(folder, 'a/b'), { recursive: true });
    expect(findConfig(join(folder, 'a/b'))).to.equal(undefined);
    const path = write('seed: 3\n');
    expect(findConfig(join(folder, 'a/b'))).to.equal(path);
    expect((await loadConfig(undefined)).config).to.deep.equal({});
    expect((await loadConfig(write('# nothing\n'))).problems).to.deep.equal([]);
  });

  it('reads defaults', async () => {
    const { config, problems } = await loadConfig(
      write(
        'scenarios: ["scenarios/**/*.yaml"]\nseed: 7\njobs: 2\nreporters: [terminal, json=run.json]\nallowShell: false\nkubernetes: "1.20"\n',
      ),
    );
    expect(problems).to.deep.equal([]);
    expect(config).to.deep.equal({
      scenarios: ['scenarios/**/*.yaml'],
      seed: 7,
      jobs: 2,
      reporters: ['terminal', 'json=run.json'],
      allowShell: false,
      kubernetes: '1.20',
    });
  });

  it('tells mistakes at their places', async () => {
    const { problems } = await loadConfig(write('sead: 7\njobs: 0\nkubernetes: 1.20\n---\nseed: 1\n'));
    expect(
      problems.map(({ code, position, hint }) =>
        `${position?.line}:${position?.column} ${code} ${hint ?? ''}`.trim(),
      ),
    ).to.have.members(['5:1 several-documents', '1:1 unknown-key did you mean "seed"?', '2:7 out-of-range']);
  });

  it('a file of 50 MB is refused without being read', async () => {
    const path = join(folder, 'huge.yaml');
    writeFileSync(path, Buffer.alloc(50 * 1024 * 1024, 'a'));
    const { problems, sources } = await loadScenarioFiles([path]);
    expect(problems.map(({ code, message }) => [code, message])).to.deep.equal([
      ['file-too-large', `the scenario file ${path} has 50 MB; at most 5 MB are read`],
    ]);
    expect(sources.size).to.equal(0);
  });

  it('a folder is no file', async () => {
    const { problems } = await loadScenarioFiles([folder]);
    expect(problems[0]).to.include({ code: 'missing-file' });
    expect(problems[0]?.message).to.include('is a folder');
  });
});
