/** How many lines came out how, and what differs, as text. */
import type { ComparedLine } from './compared-line.ts';

const isAlike = ({ sameness, isUnordered }: ComparedLine): boolean =>
  sameness === 'identical' ||
  sameness === 'but for ages' ||
  (sameness === 'but for order' && isUnordered === true);

/** Lines that differ and are not said to, that do not and are said to, or that took another time. */
export const surprises = (lines: readonly ComparedLine[]): ComparedLine[] =>
  lines.filter((line) => (line.apart === undefined) !== isAlike(line) || Math.abs(line.laterMs) > 0);

const firstDifference = (own: string, real: string): string => {
  const [a, b] = [own.split('\n'), real.split('\n')];
  const at = a.findIndex((line, index) => line !== b[index]);
  const index = at < 0 ? a.length : at;
  return `    our own: ${a[index] ?? '(nothing)'}\n    kubectl: ${b[index] ?? '(nothing)'}`;
};

export const tellSurprise = ({ line, own, real, laterMs, apart }: ComparedLine): string => {
  const parts = [`$ kubectl ${line}`];
  if (apart !== undefined) parts.push(`  expected to differ, because ${apart}; it does not any more`);
  if (own.exitCode !== real.exitCode) parts.push(`  exit code ${own.exitCode}, not ${real.exitCode}`);
  if (own.stdout !== real.stdout) parts.push(`  stdout\n${firstDifference(own.stdout, real.stdout)}`);
  if (own.stderr !== real.stderr) parts.push(`  stderr\n${firstDifference(own.stderr, real.stderr)}`);
  if (laterMs !== 0) parts.push(`  the real one took ${laterMs} ms longer, in the cluster's time`);
  return parts.join('\n');
};

/** "357 of 368 lines identical, 3 but for ages, 2 but for order; 6 left out: …" */
export const figureText = (lines: readonly ComparedLine[]): string => {
  const count = (wanted: string): number => lines.filter(({ sameness }) => sameness === wanted).length;
  const reasons = new Map<string, number>();
  for (const { apart } of lines) if (apart !== undefined) reasons.set(apart, (reasons.get(apart) ?? 0) + 1);
  const left = [...reasons].map(([why, times]) => `\n      ${times} left out: ${why}`).join('');
  return `${lines.length} lines: ${count('identical')} identical, ${count('but for ages')} but for ages, ${count('but for order')} but for order${left}`;
};
