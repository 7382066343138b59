/** The list of which scenario is compared on which form of the referee. */
import { resolve } from 'node:path';
import { expect } from 'chai';
import { globSync } from 'glob';
import { forms, scenariosOn } from './forms.ts';

const root = resolve(import.meta.dirname, '../..');

describe('forms of the referee', () => {
  it('name every scenario of the project, and no other', () => {
    const files = globSync('scenarios/*/*.yaml', { cwd: root }).map((file) =>
      file.replace(/^scenarios\//, '').replace(/\.yaml$/, ''),
    );
    expect(Object.keys(forms).sort()).to.deep.equal(files.sort());
  });

  it('give a build some of each form', () => {
    for (const on of ['hollow', 'real'] as const) {
      const [soon, whole] = [false, true].map((isWhole) => scenariosOn(on, { isWhole }));
      expect(soon).not.to.deep.equal([]);
      expect(whole).to.include.members(soon!);
      expect(whole!.length).to.be.greaterThan(soon!.length);
    }
  });
});
