/** The whole suite, cold: one process that starts, loads and plays every scenario, and writes its reports. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from './built.ts';
import { defineBenchmark } from './define-benchmark.ts';

const cli = join(root, 'dist/cli/main.js');

/** Wall and CPU time of a process of its own, in ms. */
const timeOf = (args: readonly string[]): [wallMs: number, cpuMs: number] => {
  const time = `${JSON.stringify(process.execPath)} ${args.map((arg) => JSON.stringify(arg)).join(' ')}`;
  const startMs = performance.now();
  // Only a shell tells what its children took.
  const { status, stderr } = spawnSync('bash', ['-c', `TIMEFORMAT='%U %S'; time ${time} >&2`], {
    cwd: root,
    encoding: 'utf8',
  });
  const wallMs = performance.now() - startMs;
  if (status !== 0) throw new Error(`${time} ended with ${status}:\n${stderr}`);
  const [user = 0, system = 0] = (stderr.trim().split('\n').at(-1) ?? '').split(' ').map(Number);
  return [wallMs, (user + system) * 1000];
};

export const suiteCold = defineBenchmark({
  name: 'suite-cold',
  summary: 'node dist/cli/main.js run: every scenario under scenarios/, process start included',
  figures: [{ name: 'wall ms', aim: { atMost: 1500 } }, { name: 'CPU ms' }],
  rounds: 7,
  warmUp: 1,
  measure() {
    const folder = mkdtempSync(join(tmpdir(), 'labproof-bench-'));
    try {
      const reports = ['terminal', `json=${join(folder, 'run.json')}`, `junit=${join(folder, 'junit.xml')}`];
      return Promise.resolve(timeOf([cli, 'run', ...reports.flatMap((name) => ['--reporter', name])]));
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
});

export const cliStart = defineBenchmark({
  name: 'cli-start',
  summary: 'node dist/cli/main.js --version',
  figures: [{ name: 'wall ms' }, { name: 'CPU ms' }],
  rounds: 15,
  warmUp: 1,
  measure: () => Promise.resolve(timeOf([cli, '--version'])),
});
