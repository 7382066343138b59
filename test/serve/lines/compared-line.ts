/** ComparedLine: what our own kubectl and a real one printed for the same line at the same moment of the same cluster. */
import type { KubectlResult } from '../../../src/kubectl/index.ts';
import type { Sameness } from './same-output.ts';

export interface ComparedLine {
  line: string;
  sameness: Sameness;
  own: KubectlResult;
  real: KubectlResult;
  /** How much longer the real one took, in the cluster's time. */
  laterMs: number;
  /** How much later the cluster of the real one was when the line began. */
  driftMs: number;
  /** How often our own answered the same in a row: a step that waits for its answer looks again and again. */
  looks: number;
  apart?: string;
  isUnordered?: boolean;
}
