/** The registry of the benchmarks, a line each. */
import type { Benchmark } from './define-benchmark.ts';
import { hpa } from './hpa.ts';
import { judge } from './judge.ts';
import { memory } from './memory.ts';
import { pods1000, pods10000 } from './pods.ts';
import { start } from './start.ts';
import { cliStart, suiteCold } from './suite-cold.ts';

export const benchmarks: readonly Benchmark[] = [
  suiteCold,
  cliStart,
  hpa,
  start,
  pods1000,
  pods10000,
  memory,
  judge,
];
