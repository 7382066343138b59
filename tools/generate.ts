/** `npm run generate`: writes everything that is made from the definitions: schemas/ and the reference pages of docs/. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { protocolSchema } from '../src/backends/index.ts';
import { referenceDocs } from '../src/cli/reference-docs.ts';
import { runRecordSchema } from '../src/runner/index.ts';
import { generateSchemas, schemaText } from '../src/scenario/index.ts';
import { stateSchema } from '../src/serve/index.ts';
import { fidelityPage, replaced } from './fidelity.ts';

const root = resolve(import.meta.dirname, '..');
const schemas = {
  ...generateSchemas(),
  'run-record.schema.json': runRecordSchema,
  'backend-protocol.schema.json': protocolSchema(),
  'state.schema.json': stateSchema,
};
for (const [file, schema] of Object.entries(schemas))
  writeFileSync(join(root, 'schemas', file), schemaText(schema));
for (const [file, text] of Object.entries(referenceDocs())) writeFileSync(join(root, 'docs', file), text);
writeFileSync(join(root, 'docs/fidelity.md'), fidelityPage(root));

/** The README shows a failure as it looks: the golden output of one that is tested. */
const failure = readFileSync(join(root, 'test/failures/golden/wrong-image.txt'), 'utf8').trim();
const readme = readFileSync(join(root, 'README.md'), 'utf8');
writeFileSync(join(root, 'README.md'), replaced(readme, 'failure', `\`\`\`text\n${failure}\n\`\`\``));
