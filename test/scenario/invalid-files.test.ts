/** Every mistake in a scenario file is an error with its code at its very line and column, all reported at once. */
import { expect } from 'chai';
import { basename } from 'node:path';
import { renderCodeFrame } from '../../src/document/index.ts';
import { loadScenarioFiles } from '../../src/scenario/index.ts';

const folder = 'test/scenario/fixtures/invalid';

/** Fixture → "line:column code" of every problem; problems of other files begin with the file. */
const expected: Readonly<Record<string, readonly string[]>> = {
  'alias-bomb': ['10:24 alias-bomb'],
  'asserts-nothing': [
    '8:26 asserts-nothing',
    '9:11 asserts-nothing',
    '10:11 asserts-nothing',
    '12:18 asserts-nothing',
    '13:19 asserts-nothing',
    '14:11 asserts-nothing',
  ],
  'bad-captures': ['9:9 bad-capture-name', '10:29 not-exactly-one', '11:17 bad-capture'],
  broken: ['4:1 yaml-syntax'],
  captures: ['7:15 capture-not-yet-bound', '10:9 unused-capture', '11:16 unknown-capture'],
  cel: ['8:49 cel-syntax', '9:28 cel-syntax', '10:16 unknown-resource', '11:48 cel-syntax'],
  'circular-include': [
    'circle-b.steps.yaml:5:16 circular-include',
    'circle-b.steps.yaml:6:16 missing-file',
    'circle-b.steps.yaml:7:16 circular-include',
  ],
  'duplicate-key': ['8:7 duplicate-key'],
  'duplicate-name-one': ['duplicate-name-two.yaml:1:1 duplicate-name'],
  'empty-selection': [
    '8:11 empty-selection',
    '10:11 empty-selection',
    '12:11 no-namespace',
    '14:11 no-namespace',
  ],
  empty: ['1:1 no-scenario'],
  envelope: [
    '1:13 unknown-api-version',
    '2:7 unknown-kind',
    '4:1 missing-key',
    '6:1 wrong-type',
    '7:4 empty-document',
    '12:18 bad-name',
    '12:28 unknown-key',
    '13:7 missing-key',
    '13:31 wrong-type',
    '13:37 unknown-key',
    '18:20 bad-version-range',
    '18:37 empty-list',
  ],
  'expects-nothing': ['6:7 expects-nothing'],
  hold: ['6:7 hold-without-expect', '9:7 expects-nothing', '11:7 already-true-of-nothing'],
  'kubectl-lines': [
    '6:16 unknown-kubectl-command',
    '8:33 bad-kubectl-flag',
    '10:34 bad-kubectl-flag',
    '12:25 bad-kubectl-flag',
    '14:25 shell-line',
    '16:25 shell-line',
  ],
  fields: [
    '8:37 unknown-field',
    '9:67 unknown-field',
    '9:96 unknown-field',
    '10:11 unknown-field',
    '11:27 unknown-field',
    '17:37 unknown-field',
    '21:59 asserts-nothing',
    '23:25 asserts-nothing',
    '24:16 asserts-nothing',
    '25:28 asserts-nothing',
  ],
  loads: ['12:13 not-exactly-one'],
  manifests: [
    '6:16 missing-file',
    '8:14 path-outside',
    '12:27 unknown-api-version',
    '14:38 unknown-manifest-kind',
    '16:15 bad-manifest',
    '18:27 unknown-api-version',
    '20:82 unknown-field',
    '20:126 unknown-field',
    'bad-manifest.manifest.yaml:5:13 unknown-api-version',
    'bad-manifest.manifest.yaml:9:1 bad-manifest',
  ],
  matchers: [
    '8:54 wrong-type',
    '9:49 unknown-matcher',
    '10:58 mixed-matcher',
    '11:47 bad-regexp',
    '12:46 wrong-type',
    '14:18 wrong-type',
  ],
  'no-action': ['6:7 no-action'],
  selectors: ['8:28 bad-selector', '10:33 bad-field-selector', '12:28 empty-text'],
  'several-actions': ['7:7 several-actions'],
  'several-subjects': ['9:11 several-subjects', '10:11 no-subject', '11:11 bad-reference'],
  tables: ['7:30 bad-table', '9:38 bad-regexp', '11:43 not-exactly-one', '13:31 bad-table'],
  times: [
    '6:13 zero-time',
    '8:13 negative-time',
    '10:13 wrong-type',
    '12:13 wrong-type',
    '16:15 zero-time',
    '17:13 negative-time',
    '18:13 too-long-time',
  ],
  types: [
    '6:16 wrong-type',
    '8:16 empty-text',
    '11:16 unknown-key',
    '13:25 bad-regexp',
    '15:23 bad-table',
    '17:25 out-of-range',
    '19:15 wrong-type',
    '21:15 empty-list',
    '22:7 wrong-type',
    '23:7 no-action',
    '23:14 wrong-type',
  ],
  'unknown-key': ['7:7 unknown-key'],
  'unknown-resource': ['8:11 unknown-resource', '9:11 unknown-resource'],
  'unknown-step': ['6:7 unknown-step'],
  words: [
    '9:18 unknown-word',
    '10:43 unknown-word',
    '12:23 wrong-type',
    '14:15 unknown-key',
    '16:33 not-exactly-one',
    '18:14 empty-mapping',
  ],
};

/** Fixtures that are loaded together with others. */
const together: Readonly<Record<string, readonly string[]>> = {
  'duplicate-name-one': ['duplicate-name-two'],
};

describe('invalid scenario files', () => {
  for (const [name, rows] of Object.entries(expected)) {
    it(`${name}.yaml`, async () => {
      const paths = [name, ...(together[name] ?? [])].map((one) => `${folder}/${one}.yaml`);
      const { problems, sources } = await loadScenarioFiles(paths);
      const found = problems.map(({ code, position }) => {
        const file = position === undefined ? '?' : basename(position.file);
        return `${file === `${name}.yaml` ? '' : `${file}:`}${position?.line}:${position?.column} ${code}`;
      });
      expect(found).to.deep.equal(rows);
      for (const { message, position } of problems) {
        expect(message)
          .to.match(/\S/)
          .and.not.match(/undefined|\[object/);
        const source = sources.get(position!.file);
        expect(source, `the source of ${position!.file}`).to.be.a('string');
        expect(renderCodeFrame(source!, position!)).to.include('^');
      }
    });
  }

  it('a file that is not there', async () => {
    const { problems } = await loadScenarioFiles([`${folder}/nowhere.yaml`]);
    expect(problems.map(({ code }) => code)).to.deep.equal(['missing-file']);
  });
});
