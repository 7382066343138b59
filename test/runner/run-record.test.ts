/** Run records are as their JSON Schema says, and hold no wall clock: one seed gives one record, to the byte. */
import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect } from 'chai';
import { createSimulatorBackend } from '../../src/backends/index.ts';
import { planScenarios, run, runRecordSchema, selectScenarios } from '../../src/runner/index.ts';
import type { RunRecord } from '../../src/runner/index.ts';

const record = async (paths: readonly string[], seed = 1): Promise<RunRecord> => {
  const { selected } = await selectScenarios({ paths, cwd: process.cwd() });
  return run(await planScenarios(selected), {
    labproof: '0.0.0',
    backendName: 'simulator',
    seed,
    seeds: 1,
    jobs: 1,
    failFast: false,
    retries: 0,
    emit: () => undefined,
    isInterrupted: () => false,
    open: ({ lab }, theSeed) => Promise.resolve(createSimulatorBackend({ lab, seed: theSeed })),
  });
};

describe('run record', () => {
  const validate = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(runRecordSchema);

  for (const folder of ['scenarios', 'test/failures/scenarios']) {
    it(`of ${folder} is as the schema says`, async () => {
      const plain = JSON.parse(JSON.stringify(await record([folder]))) as RunRecord;
      expect(validate(plain), JSON.stringify(validate.errors)).to.equal(true);
      expect(plain.scenarios).to.have.length.greaterThan(10);
    });
  }

  it('is refused by the schema when something is missing or too much', async () => {
    const plain = JSON.parse(JSON.stringify(await record(['scenarios/infra-kubernetes/3.2.3-scale.yaml'])));
    delete plain.scenarios[0].seed;
    expect(validate(plain)).to.equal(false);
    expect(validate({ ...plain, extra: 1 })).to.equal(false);
  });

  it('is the same to the byte under one seed, and another under another', async () => {
    const text = async (seed: number): Promise<string> =>
      JSON.stringify(await record(['scenarios/infra-kubernetes'], seed));
    const first = await text(7);
    expect(await text(7)).to.equal(first);
    expect(await text(8)).to.not.equal(first);
  });

  it('has its schema in schemas/ (npm run generate)', () => {
    expect(JSON.parse(readFileSync('schemas/run-record.schema.json', 'utf8'))).to.deep.equal(runRecordSchema);
  });
});
