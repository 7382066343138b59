/** `npm run truth -- DIR [--topic NAME] [--failures N]`: runs tables of upstream's behaviour through our code and prints the score. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { isDeepStrictEqual } from 'node:util';
import { diffJson, diffLines } from 'diff';
import { topics } from './topics/index.ts';
import type { Topic, TruthCase } from './topic.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    topic: { type: 'string', multiple: true },
    failures: { type: 'string', default: '3' },
    json: { type: 'boolean' },
    save: { type: 'boolean' },
  },
});
const directory = positionals[0] ?? '../shared/truth';
const failuresShown = Number(values.failures);

const plain = (value: unknown): unknown => (value === undefined ? null : JSON.parse(JSON.stringify(value)));

const showDifference = (actual: unknown, expected: unknown): string => {
  if (typeof actual === 'object' || typeof expected === 'object') {
    return diffJson(expected as object, actual as object)
      .filter((part) => part.added || part.removed)
      .map((part) =>
        part.value
          .trimEnd()
          .split('\n')
          .map((line) => (part.added ? '+' : '-') + line)
          .join('\n'),
      )
      .join('\n');
  }
  return diffLines(String(expected), String(actual))
    .filter((part) => part.added || part.removed)
    .map((part) => (part.added ? '+' : '-') + JSON.stringify(part.value))
    .join('\n');
};

/** What differs between our answer and upstream's; undefined when nothing does. */
const judge = async (
  topic: Topic,
  testCase: TruthCase,
  all: readonly TruthCase[],
): Promise<string | undefined> => {
  try {
    const actual = await topic.run(structuredClone(testCase.input), testCase, all);
    if (topic.compare !== undefined) return topic.compare(actual, testCase.expected, testCase);
    const [left, right] = [plain(actual), plain(testCase.expected)];
    return isDeepStrictEqual(left, right) ? undefined : showDifference(left, right) || 'differs';
  } catch (error) {
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
};

const tables = readdirSync(directory)
  .filter((file) => file.endsWith('.json'))
  .filter((file) => values.topic === undefined || values.topic.includes(basename(file, '.json')))
  .sort();
if (tables.length === 0) {
  console.error(
    `error: no table (*.json) in ${directory}\nhint: npm run truth -- DIR, where DIR holds tables such as quantity.json`,
  );
  process.exit(4);
}
let passedAll = 0;
let casesAll = 0;
const scores: { topic: string; passed: number; cases: number }[] = [];
for (const table of tables) {
  const name = basename(table, '.json');
  const cases = JSON.parse(readFileSync(join(directory, table), 'utf8')) as TruthCase[];
  const topic = topics.find((candidate) => candidate.name === name);
  const failures: string[] = [];
  let passed = 0;
  for (const testCase of cases) {
    const difference =
      topic === undefined ? 'no code runs this topic yet' : await judge(topic, testCase, cases);
    if (difference === undefined) passed++;
    else if (failures.length < failuresShown)
      failures.push(`  ✗ ${testCase.name}\n${difference.replace(/^/gm, '      ')}`);
  }
  scores.push({ topic: name, passed, cases: cases.length });
  console.log(`${name.padEnd(28)} ${String(passed).padStart(4)} / ${cases.length}`);
  for (const failure of failures) console.log(failure);
  passedAll += passed;
  casesAll += cases.length;
}
if (values.json) console.log(JSON.stringify(scores));
if (values.save) {
  const file = resolve(import.meta.dirname, 'scores.json');
  writeFileSync(file, `[\n${scores.map((score) => `  ${JSON.stringify(score)}`).join(',\n')}\n]\n`);
  console.log(`wrote ${file}`);
}
console.log(`${passedAll} passed, ${casesAll - passedAll} failed`);
process.exitCode = passedAll === casesAll ? 0 : 1;
