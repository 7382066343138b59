/** `node --import=tsx tools/write-schemas.ts`: writes schemas/ anew from the definitions. */
import { writeFileSync } from 'node:fs';
import { generateSchemas, schemaText } from '../src/scenario/index.ts';

for (const [name, schema] of Object.entries(generateSchemas())) {
  writeFileSync(new URL(`../schemas/${name}`, import.meta.url), schemaText(schema));
}
