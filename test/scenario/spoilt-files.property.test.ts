/** Whatever is done to a scenario file, loading it answers: problems have a code, a sentence and a place in a file that was read. */
import { expect } from 'chai';
import fc from 'fast-check';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { renderCodeFrame } from '../../src/document/index.ts';
import { loadScenarioFiles } from '../../src/scenario/index.ts';

const lines = readFileSync('test/scenario/fixtures/valid/everything.yaml', 'utf8').split('\n');

const junk = fc.constantFrom(
  '{',
  '}',
  '[',
  ']',
  ':',
  '- ',
  '"',
  '$(',
  '*',
  '&a ',
  '!!x ',
  '\t',
  '0',
  '-1',
  'null',
  '{}',
  '[]',
  '|',
  '#',
  'ß',
);
const lineIndex = fc.nat({ max: lines.length - 1 });
const spoiling = fc.oneof(
  fc.record({ kind: fc.constant('drop' as const), at: lineIndex }),
  fc.record({ kind: fc.constant('swap' as const), at: lineIndex, to: lineIndex }),
  fc.record({ kind: fc.constant('insert' as const), at: lineIndex, column: fc.nat({ max: 80 }), junk }),
  fc.record({ kind: fc.constant('cut' as const), at: lineIndex, column: fc.nat({ max: 80 }) }),
  fc.record({ kind: fc.constant('value' as const), at: lineIndex, junk }),
);

const spoil = (
  text: readonly string[],
  change: typeof spoiling extends fc.Arbitrary<infer T> ? T : never,
): string[] => {
  const spoilt = [...text];
  const line = spoilt[change.at] ?? '';
  if (change.kind === 'drop') spoilt.splice(change.at, 1);
  else if (change.kind === 'swap') [spoilt[change.at], spoilt[change.to]] = [spoilt[change.to] ?? '', line];
  else if (change.kind === 'insert')
    spoilt[change.at] = line.slice(0, change.column) + change.junk + line.slice(change.column);
  else if (change.kind === 'cut') spoilt[change.at] = line.slice(0, change.column);
  else spoilt[change.at] = line.replace(/: .*/, `: ${change.junk}`);
  return spoilt;
};

describe('spoilt scenario files', () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'labproof-'));
  });
  after(() => {
    rmSync(folder, { recursive: true });
  });

  it('never throw, and every problem has its place', async () => {
    const path = join(folder, 'spoilt.yaml');
    await fc.assert(
      fc.asyncProperty(fc.array(spoiling, { minLength: 1, maxLength: 4 }), async (changes) => {
        const text = changes.reduce<string[]>((spoilt, change) => spoil(spoilt, change), lines).join('\n');
        writeFileSync(path, text);
        const { problems, scenarios, sources } = await loadScenarioFiles([path]);
        for (const { code, message, position } of problems) {
          expect(code).to.match(/^[a-z][a-z-]+$/);
          expect(message)
            .to.match(/\S/)
            .and.not.match(/undefined|\[object|NaN/);
          const source = sources.get(position!.file);
          expect(source).to.be.a('string');
          expect(position!.line).to.be.within(1, source!.split('\n').length);
          expect(position!.column).to.be.at.least(1);
          expect(renderCodeFrame(source!, position!)).to.include('^');
        }
        if (problems.length === 0) expect(scenarios).to.have.length(1);
      }),
      { numRuns: 40 },
    );
  });
});
