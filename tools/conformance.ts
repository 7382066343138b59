/** `npm run conformance`: scores the simulators of docs/examples, and writes what it finds into docs/conformance.md. */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { countSteps, totalOf } from '../src/runner/index.ts';
import type { ConformanceRecord, Counts } from '../src/runner/index.ts';
import { replaced } from './fidelity.ts';

const root = resolve(import.meta.dirname, '..');

const simulators: readonly [name: string, backend: string][] = [
  ['the built-in simulator, behind the protocol', 'process:node dist/cli/main.js backend'],
  ['@ngrok/webernetes', 'process:node docs/examples/webernetes/start.mjs'],
  ['the toy', 'process:node docs/examples/toy/toy-simulator.mjs'],
];

const score = (backend: string, ...flags: string[]): ConformanceRecord => {
  const args = [
    'dist/cli/main.js',
    'conformance',
    '--backend',
    backend,
    '--at-least',
    '0',
    '--json',
    ...flags,
  ];
  const json = execFileSync(process.execPath, args, { cwd: root, maxBuffer: 2 ** 28, encoding: 'utf8' });
  return JSON.parse(json) as ConformanceRecord;
};

const figure = (counts: Counts): string =>
  `${counts.passed} of ${totalOf(counts)} (${((100 * counts.passed) / totalOf(counts)).toFixed(1)} %)`;

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');

const topicsOf = ({ scenarios }: ConformanceRecord): string[][] => {
  const topics = [...new Set(scenarios.map(({ labels }) => labels['topic'] ?? '(none)'))].sort();
  return topics.map((topic) => {
    const group = scenarios.filter(({ labels }) => (labels['topic'] ?? '(none)') === topic);
    return [topic, figure(countSteps(group.flatMap(({ steps }) => steps)))];
  });
};

/** What stands in the way most often: the first step that failed of each scenario. */
const troublesOf = ({ scenarios }: ConformanceRecord): string[][] =>
  scenarios.flatMap(({ name, steps, reason }) => {
    const failed = steps.find(({ result }) => result === 'failed');
    const why = reason ?? failed?.reason;
    if (why === undefined) return [];
    const short = why.length <= 160 ? why : `${why.slice(0, 159)}…`;
    return [
      [name, failed?.name ?? '', short].map((cell) => cell.replaceAll('|', '\\|').replaceAll('<', '&lt;')),
    ];
  });

const rows: string[][] = [];
let webernetes: ConformanceRecord | undefined;
for (const [name, backend] of simulators) {
  const whole = score(backend);
  const kept = score(backend, '--keep-going');
  const { steps, expectations, passed, scenarios } = whole.summary;
  rows.push([
    name,
    figure(steps),
    figure(expectations),
    `${passed} of ${scenarios}`,
    figure(kept.summary.steps),
  ]);
  if (name.startsWith('@ngrok')) webernetes = kept;
  process.stderr.write(`${rows.at(-1)!.join(' · ')}\n`);
}
const scores = table(['simulator', 'steps', 'expectations', 'scenarios', 'steps with --keep-going'], rows);
const file = join(root, 'docs/conformance.md');
let page = readFileSync(file, 'utf8');
page = replaced(page, 'scores', scores);
page = replaced(page, 'topics', table(['topic', 'steps with --keep-going'], topicsOf(webernetes!)));
page = replaced(
  page,
  'troubles',
  table(['scenario', 'its first step that fails', 'why'], troublesOf(webernetes!)),
);
writeFileSync(file, page);
