/** `npm run soak -- [--runs N] [--seeds N] [--jobs N] [PATH…]`: plays every scenario N times under one seed (the records must be the same to the byte) and under N seeds (all must pass). */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { parseArgs } from 'node:util';
import { createSimulatorBackend } from '../src/backends/index.ts';
import { planScenarios, playScenario, selectScenarios } from '../src/runner/index.ts';
import type { PlannedScenario, ScenarioRecord } from '../src/runner/index.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    jobs: { type: 'string', default: '1' },
    shard: { type: 'string' },
    runs: { type: 'string', default: '100' },
    seeds: { type: 'string', default: '200' },
  },
});
const [runs, seeds] = [Number(values.runs), Number(values.seeds)];

/** Plays the parts in processes of their own; answers whether all passed. */
const playParts = async (jobs: number): Promise<boolean> => {
  const rest = process.argv
    .slice(2)
    .filter((argument, index, all) => argument !== '--jobs' && all[index - 1] !== '--jobs');
  const codes = await Promise.all(
    Array.from({ length: jobs }, (_, index) => {
      const child = spawn(
        process.execPath,
        [...process.execArgv, import.meta.filename, ...rest, '--shard', `${index + 1}/${jobs}`],
        { stdio: 'inherit' },
      );
      return new Promise<number | null>((done) => child.on('close', done));
    }),
  );
  return codes.every((code) => code === 0);
};

const play = async ({ scenario, lab }: PlannedScenario, seed: number): Promise<ScenarioRecord> => {
  const backend = createSimulatorBackend({ lab, seed });
  return playScenario(scenario, backend, { seed, lab, emit: () => undefined, isInterrupted: () => false });
};

const digest = (record: ScenarioRecord): string =>
  createHash('sha256').update(JSON.stringify(record)).digest('hex').slice(0, 16);

const playAll = async (): Promise<boolean> => {
  const selection = await selectScenarios({
    paths: positionals.length > 0 ? positionals : ['scenarios'],
    cwd: process.cwd(),
    ...(values.shard === undefined ? {} : { shard: values.shard }),
  });
  let failures = 0;
  for (const planned of await planScenarios(selection.selected)) {
    const digests = new Set<string>();
    for (let run = 0; run < runs; run++) digests.add(digest(await play(planned, 1)));
    const failed: number[] = [];
    for (let seed = 1; seed <= seeds; seed++)
      if ((await play(planned, seed)).result !== 'passed') failed.push(seed);
    const same =
      digests.size <= 1
        ? `${runs} runs alike (${[...digests].join('')})`
        : `${digests.size} DIFFERENT records in ${runs} runs`;
    const passed =
      failed.length === 0
        ? `${seeds} seeds passed`
        : `FAILED under seeds ${failed.slice(0, 10).join(', ')}${failed.length > 10 ? ', …' : ''}`;
    if (digests.size > 1 || failed.length > 0) failures++;
    console.log(`${planned.scenario.name.padEnd(24)} ${same}, ${passed}`);
  }
  console.log(`${selection.selected.length - failures} passed, ${failures} failed`);
  return failures === 0;
};

const jobs = Number(values.jobs);
process.exitCode = (await (jobs > 1 ? playParts(jobs) : playAll())) ? 0 : 1;
