/**
 * `npm run bench:serve -- [--referee KUBECONFIG [--referee-pids PID,…]]`: start to first answer; times of answers and memory of a
 * served cluster with 10, 1000 and 10,000 pods; of a real API server too, in turn, where one is named.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { root } from '../built.ts';
import { answerTimes, type AnswerTimes } from './answer-times.ts';
import { openClient } from './api-client.ts';

const { values } = parseArgs({
  options: {
    referee: { type: 'string' },
    /** Its processes: their memory is summed up. */
    'referee-pids': { type: 'string', default: '' },
    pods: { type: 'string', default: '10,1000,10000' },
  },
});

const folder = mkdtempSync(join(tmpdir(), 'labproof-bench-'));
const pollMs = 2;
const startRounds = 7;

const sleep = (ms: number): Promise<void> =>
  new Promise((wake) => {
    setTimeout(wake, ms);
  });

const serve = async (file: string): Promise<ChildProcess> => {
  const lab = join(root, 'scenarios/lab.yaml');
  const args = ['serve', '--kubeconfig', file, '--kubernetes', '1.20', '--lab', lab];
  const child = spawn(process.execPath, [join(root, 'dist/cli/main.js'), ...args], { stdio: 'ignore' });
  while (!existsSync(file)) await sleep(pollMs);
  return child;
};

const end = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    child.on('exit', () => resolve());
    child.kill('SIGTERM');
  });

const memoryMiB = (pids: readonly number[]): number =>
  pids.reduce((sum, pid) => {
    const kibibytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? '0';
    return sum + Number(kibibytes) / 1024;
  }, 0);

const startMs = async (): Promise<number> => {
  const file = join(folder, 'start');
  const before = performance.now();
  const child = await serve(file);
  const client = openClient(file);
  await client.call('GET', '/api/v1/nodes');
  const passed = performance.now() - before;
  client.close();
  await end(child);
  return passed;
};

const number = (value: number): string => (value >= 100 ? value.toFixed(0) : value.toFixed(2));

const print = (cells: readonly string[]): void =>
  console.log(cells.map((cell, index) => (index === 0 ? cell.padEnd(28) : cell.padStart(11))).join(''));

const rows = (pods: number, own: AnswerTimes, other: AnswerTimes | undefined): void => {
  for (const verb of ['get', 'list', 'watch'] as const)
    for (const figure of ['median', 'p99'] as const) {
      const [ours, theirs] = [own[verb][figure], other?.[verb][figure]];
      const more = theirs === undefined ? [] : [number(theirs), number(ours / theirs)];
      print([`${pods} pods, ${verb}, ${figure} ms`, number(ours), ...more]);
    }
};

const starts: number[] = [];
for (let round = 0; round < startRounds; round++) starts.push(await startMs());
starts.sort((a, b) => a - b);
const file = join(folder, 'kubeconfig');
const server = await serve(file);
try {
  const { referee } = values;
  print(['', 'labproof', ...(referee === undefined ? [] : ['referee', 'ratio'])]);
  print(['start to first answer, ms', number(starts[starts.length >> 1]!)]);
  const pids = values['referee-pids'].split(',').filter(Boolean).map(Number);
  let from = 0;
  for (const count of values.pods.split(',').map(Number)) {
    const own = await answerTimes(file, from, count);
    const other = referee === undefined ? undefined : await answerTimes(referee, from, count);
    rows(count, own, other);
    const memory = memoryMiB([server.pid!]);
    const theirs = pids.length === 0 ? [] : [number(memoryMiB(pids)), number(memory / memoryMiB(pids))];
    print([`${count} pods, memory, MiB`, number(memory), ...theirs]);
    from = count;
  }
} finally {
  await end(server);
  rmSync(folder, { recursive: true, force: true });
}
