/** `npm run bench -- [--json] [NAME…]`: measures and prints a table of least, median and most, with the aim beside it. */
import { parseArgs } from 'node:util';
import { benchmarks } from './benchmarks.ts';
import { summarize, takeSamples, type Summary } from './measure.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'boolean', default: false },
    /** For the processes that measure: in this very one, the samples as JSON. */
    here: { type: 'boolean', default: false },
    rounds: { type: 'string' },
  },
});

const unknown = positionals.filter((name) => !benchmarks.some((benchmark) => benchmark.name === name));
if (unknown.length > 0) {
  const lines = benchmarks.map(({ name, summary }) => `  ${name.padEnd(12)} ${summary}`);
  process.stderr.write(`no such benchmark: ${unknown.join(', ')}\nthere are:\n${lines.join('\n')}\n`);
  process.exit(4);
}
const chosen = benchmarks.filter(({ name }) => positionals.length === 0 || positionals.includes(name));

const number = (value: number): string =>
  value >= 1000 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);

const aimText = ({ aim, median }: Summary): string => {
  if (aim === undefined) return '';
  const [sign, limit, isMet] =
    'atMost' in aim ? ['≤', aim.atMost, median <= aim.atMost] : ['≥', aim.atLeast, median >= aim.atLeast];
  return `${sign} ${limit} ${isMet ? 'met' : 'missed'}`;
};

const row = (cells: readonly string[]): string =>
  cells.map((cell, index) => (index < 2 ? cell.padEnd(index === 0 ? 12 : 24) : cell.padStart(10))).join(' ');

if (values.here) {
  const [benchmark] = chosen;
  const samples = await takeSamples(benchmark!, Number(values.rounds ?? benchmark!.rounds));
  process.stdout.write(JSON.stringify(samples));
} else {
  const all: Summary[] = [];
  if (!values.json) console.log(row(['benchmark', 'figure', 'min', 'median', 'max', 'aim']));
  for (const benchmark of chosen) {
    const summaries = summarize(benchmark);
    all.push(...summaries);
    if (values.json) continue;
    for (const summary of summaries) {
      const { name, min, median, max } = summary;
      const cells = [benchmark.name, name, number(min), number(median), number(max), aimText(summary)];
      console.log(row(cells).trimEnd());
    }
  }
  if (values.json) console.log(JSON.stringify(all, null, 2));
}
