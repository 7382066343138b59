/** Whether all threads of a process wait: a client that is only slow, on a busy machine, does not. */
import { readdirSync, readFileSync } from 'node:fs';

/** True also where there is no /proc to look into, and for a process that has ended. */
export const isAsleep = (pid: number | undefined): boolean => {
  if (pid === undefined) return true;
  try {
    return readdirSync(`/proc/${pid}/task`).every((thread) => {
      const text = readFileSync(`/proc/${pid}/task/${thread}/stat`, 'utf8');
      return !/^[RD]/.test(text.slice(text.lastIndexOf(')') + 2));
    });
  } catch {
    // It has ended in between, or there is no /proc.
    return true;
  }
};
