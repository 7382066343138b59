/** The reference pages of docs/ are what the definitions say. */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect } from 'chai';
import { referenceDocs } from '../../src/cli/reference-docs.ts';

const docs = resolve(import.meta.dirname, '../../docs');

describe('reference docs', () => {
  for (const [file, text] of Object.entries(referenceDocs())) {
    it(`docs/${file} is up to date (npm run generate)`, () => {
      expect(readFileSync(join(docs, file), 'utf8')).to.equal(text);
    });
  }
});
