/** A stopwatch of wall time and of this process's CPU time, all of its threads together. */

export interface Lap {
  wallMs: number;
  cpuMs: number;
}

/** Starts it; the function returned answers what has passed since. */
export const startStopwatch = (): (() => Lap) => {
  const cpu = process.cpuUsage();
  const startMs = performance.now();
  return () => {
    const { user, system } = process.cpuUsage(cpu);
    return { wallMs: performance.now() - startMs, cpuMs: (user + system) / 1000 };
  };
};
