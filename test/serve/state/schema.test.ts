import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect } from 'chai';
import { schemaText } from '../../../src/scenario/index.ts';
import { stateSchema } from '../../../src/serve/index.ts';

describe('schemas/state.schema.json', () => {
  it('is as it is generated (npm run generate)', () => {
    const file = join(resolve(import.meta.dirname, '../../..'), 'schemas/state.schema.json');
    expect(readFileSync(file, 'utf8')).to.equal(schemaText(stateSchema));
  });
});
