/** Time as a backend has it: virtual on the simulator, the wall's on a real cluster. */

/** Why a wait ended. `idle`: nothing is left to happen but periodic no-ops (only a simulator can know). */
export type WaitOutcome = 'met' | 'deadline' | 'idle';

export interface Clock {
  /** Milliseconds since the Unix epoch. */
  now(): number;
  /** Lets the cluster go on for `ms`. */
  sleep(ms: number): Promise<void>;
  /**
   * Lets the cluster go on until `isMet` answers true (asked once at the start and after every event of the cluster),
   * until `deadlineMs` (a time as of now()), or until nothing is left to happen.
   */
  waitUntil(isMet: () => boolean, deadlineMs: number): Promise<WaitOutcome>;
}
