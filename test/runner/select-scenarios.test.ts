/** Which files a path, a folder or a glob stands for. */
import { basename, join } from 'node:path';
import { expect } from 'chai';
import { selectScenarios } from '../../src/runner/index.ts';
import { scenario, withFolder } from '../cli/temporary-folder.ts';

const files = Object.fromEntries(
  ['a', 'b', 'c'].map((name) => [
    `${name}.yaml`,
    scenario(name, 'kubectl: create namespace x\noutput: {is: namespace/x created}'),
  ]),
);

const selected = async (...given: string[]): Promise<string[]> => {
  let names: string[] = [];
  await withFolder(files, async (cwd) => {
    const paths = given.map((path) => join(cwd, path));
    names = (await selectScenarios({ paths, cwd })).selected.map(({ file }) => basename(file));
  });
  return names;
};

describe('selecting scenarios', () => {
  const cases: readonly [given: string, expected: readonly string[]][] = [
    ['', ['a.yaml', 'b.yaml', 'c.yaml']],
    ['b.yaml', ['b.yaml']],
    ['*.yaml', ['a.yaml', 'b.yaml', 'c.yaml']],
    ['[ab].yaml', ['a.yaml', 'b.yaml']],
    ['{a,c}.yaml', ['a.yaml', 'c.yaml']],
  ];
  for (const [given, expected] of cases)
    it(`takes "${given}" for ${expected.join(', ')}`, async () => {
      expect(await selected(given)).to.deep.equal(expected);
    });

  it('says which path there is not', async () => {
    const failure = await selected('{x,y}.yml').catch((error: Error) => error);
    expect(failure).to.have.property('code', 'nothing-selected');
    const missing = await selected('x.yml').catch((error: Error) => error);
    expect(missing).to.have.property('code', 'no-such-path');
  });
});
