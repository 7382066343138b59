/** How a command ends that was still waiting when its time was over, as if by Ctrl-C. */
import { KubectlError } from '../kubectl-error.ts';

export const interrupted = (waitedFor: string): KubectlError =>
  new KubectlError(`interrupted while waiting for ${waitedFor}`, { exitCode: 130 });
