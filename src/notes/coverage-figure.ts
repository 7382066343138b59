/** CoverageFigure: how many lines are proven, refused and not covered. */
import type { CoveredLine } from './cover-note.ts';

export interface CoverageFigure {
  lines: number;
  proven: number;
  refused: number;
  uncovered: number;
  /** Proven lines of all lines; 100 when there are none. */
  percent: number;
}

export const coverageFigure = (lines: readonly CoveredLine[]): CoverageFigure => {
  const count = (status: CoveredLine['status']): number =>
    lines.filter((line) => line.status === status).length;
  const proven = count('proven');
  return {
    lines: lines.length,
    proven,
    refused: count('refused'),
    uncovered: count('uncovered'),
    percent: lines.length === 0 ? 100 : (100 * proven) / lines.length,
  };
};

export const kubectlLines = (lines: readonly CoveredLine[]): CoveredLine[] =>
  lines.filter(({ program }) => program === 'kubectl');
