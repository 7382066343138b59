/** The reference pages of docs/ are what the definitions say. */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect } from 'chai';
import { referenceDocs } from '../../src/cli/reference-docs.ts';
import { fidelityPage } from '../../tools/fidelity.ts';

const docs = resolve(import.meta.dirname, '../../docs');

describe('reference docs', () => {
  for (const [file, text] of Object.entries(referenceDocs())) {
    it(`docs/${file} is up to date (npm run generate)`, () => {
      expect(readFileSync(join(docs, file), 'utf8')).to.equal(text);
    });
  }

  it('docs/fidelity.md holds the scores and the deviations of the sources (npm run generate)', () => {
    expect(readFileSync(join(docs, 'fidelity.md'), 'utf8')).to.equal(fidelityPage(resolve(docs, '..')));
  });

  it('README.md shows a failure as it looks (npm run generate)', () => {
    const golden = readFileSync(join(docs, '../test/failures/golden/wrong-image.txt'), 'utf8').trim();
    expect(readFileSync(join(docs, '../README.md'), 'utf8')).to.contain(`\`\`\`text\n${golden}\n\`\`\``);
  });
});
