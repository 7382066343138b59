/** The JSON Schemas are those of the definitions, explain every key, and accept and reject what the loader does. */
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { ValidateFunction } from 'ajv';
import { expect } from 'chai';
import { readdirSync, readFileSync } from 'node:fs';
import { parseAllDocuments } from 'yaml';
import { generateSchemas, loadScenarioFiles, schemaText } from '../../src/scenario/index.ts';

const schemas = generateSchemas();
const ajv = new Ajv2020({
  strict: true,
  strictRequired: false,
  allowUnionTypes: true,
  validateFormats: false,
});
const fixtures = 'test/scenario/fixtures';

const documentsOf = (path: string): unknown[] =>
  parseAllDocuments(readFileSync(path, 'utf8'), { merge: true }).map(
    (document) => document.toJS() as unknown,
  );

/** Mistakes that a JSON Schema can see. The others need the meaning of texts, other places, or other files. */
const visibleCodes = new Set([
  'unknown-step',
  'unknown-key',
  'several-actions',
  'no-action',
  'zero-time',
  'negative-time',
  'wrong-type',
  'unknown-word',
  'not-exactly-one',
  'unknown-kind',
  'unknown-api-version',
  'missing-key',
  'empty-list',
  'empty-selection',
  'unknown-resource',
]);

/** Places where a misspelt kubernetes group or a capture's text is meant, which no schema knows. */
const beyondSchemas = new Set(['manifests.yaml', 'cel.yaml', 'loads.yaml']);

describe('schemas', () => {
  for (const [name, schema] of Object.entries(schemas)) {
    it(`schemas/${name} is up to date (else: npm run generate)`, () => {
      expect(readFileSync(`schemas/${name}`, 'utf8')).to.equal(schemaText(schema));
    });

    it(`${name} explains every key`, () => {
      const unexplained: string[] = [];
      const visit = (node: unknown, path: string): void => {
        if (typeof node !== 'object' || node === null) return;
        const { properties } = node as {
          properties?: Record<string, { description?: string; $ref?: string }>;
        };
        for (const [key, value] of Object.entries(properties ?? {})) {
          if (value.description === undefined && value.$ref === undefined) unexplained.push(`${path}.${key}`);
        }
        for (const [key, value] of Object.entries(node)) visit(value, `${path}.${key}`);
      };
      visit(schema, name);
      expect(unexplained).to.deep.equal([]);
    });
  }

  describe('agreement with the loader', () => {
    let validate: ValidateFunction;
    before(() => {
      validate = ajv.compile(schemas['scenario.schema.json']!);
    });

    for (const file of ['everything.yaml', 'two.yaml']) {
      it(`accepts ${file}`, () => {
        for (const document of documentsOf(`${fixtures}/valid/${file}`)) {
          expect(validate(document), JSON.stringify(validate.errors)).to.equal(true);
        }
      });
    }

    for (const file of readdirSync(`${fixtures}/invalid`)) {
      if (/steps|manifest\.yaml|empty\.yaml|broken|alias-bomb/.test(file)) continue;
      it(`judges ${file} as the loader does, where it can`, async () => {
        const { problems } = await loadScenarioFiles([`${fixtures}/invalid/${file}`]);
        const isVisible = problems.some(({ code }) => visibleCodes.has(code)) && !beyondSchemas.has(file);
        const isRejected = documentsOf(`${fixtures}/invalid/${file}`).some((document) => !validate(document));
        if (isVisible) expect(isRejected, problems.map(({ code }) => code).join()).to.equal(true);
        if (isRejected) expect(problems, JSON.stringify(validate.errors)).to.not.have.length(0);
        expect(problems).to.satisfy(
          (list: unknown[]) => list.length > 0 || file.startsWith('duplicate-name'),
        );
      });
    }
  });

  it('compiles the other schemas', () => {
    for (const name of ['lab.schema.json', 'config.schema.json', 'steps.schema.json']) {
      expect(() => ajv.compile(schemas[name]!)).to.not.throw();
    }
  });
});
