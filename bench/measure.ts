/** Measures a benchmark in a process of its own, or in one for each round, and sums the samples up. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { Benchmark, Figure } from './define-benchmark.ts';

export interface Summary extends Figure {
  benchmark: string;
  min: number;
  median: number;
  max: number;
  rounds: number;
}

/** All rounds of a benchmark, in this process. */
export const takeSamples = async (benchmark: Benchmark, rounds: number): Promise<(readonly number[])[]> => {
  for (let round = 0; round < (benchmark.warmUp ?? 0); round++) await benchmark.measure();
  const samples: (readonly number[])[] = [];
  for (let round = 0; round < rounds; round++) samples.push(await benchmark.measure());
  return samples;
};

const samplesOf = (name: string, rounds: number): number[][] => {
  const main = join(import.meta.dirname, 'main.ts');
  const args = ['--expose-gc', '--import=tsx', main, '--here', '--rounds', String(rounds), name];
  const { status, stdout } = spawnSync(process.execPath, args, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (status !== 0) throw new Error(`the benchmark ${name} ended with ${status}`);
  return JSON.parse(stdout) as number[][];
};

/** Each figure of a benchmark, measured in processes of their own. */
export const summarize = (benchmark: Benchmark): Summary[] => {
  const { name, figures, rounds, inFreshProcess = false } = benchmark;
  const samples = inFreshProcess
    ? Array.from({ length: rounds }, () => samplesOf(name, 1)).flat()
    : samplesOf(name, rounds);
  return figures.map((figure, index) => {
    const sorted = samples.map((sample) => sample[index]!).sort((a, b) => a - b);
    const [min, median, max] = [sorted[0]!, sorted[sorted.length >> 1]!, sorted.at(-1)!];
    return { ...figure, benchmark: name, min, median, max, rounds: sorted.length };
  });
};
