/** Lets a run go on in virtual time until it ends, or is ended. */
import type { Scheduled } from '../../core/index.ts';
import type { World } from '../world.ts';
import type { Run } from './command.ts';

export interface Driven {
  /** Ends it where it is; `onEnd` is not called. */
  abandon(): void;
}

/** Calls `onEnd` with the exit code: at once when the run never waits. */
export const drive = (world: World, run: Run, onEnd: (exitCode: number) => void): Driven => {
  let scheduled: Scheduled | undefined;
  let isOver = false;
  const step = (): void => {
    for (;;) {
      if (isOver) return;
      const next = run.next();
      if (isOver) return;
      if (next.done === true) {
        isOver = true;
        onEnd(next.value);
        return;
      }
      const { sleepMs, isIdle } = next.value;
      if (sleepMs === Infinity) return;
      if (sleepMs > 0) {
        scheduled = world.after(Math.ceil(sleepMs), step, { idle: isIdle });
        return;
      }
    }
  };
  step();
  return {
    abandon() {
      isOver = true;
      if (scheduled !== undefined) world.cancel(scheduled);
    },
  };
};
