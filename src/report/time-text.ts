/** Virtual and real times as a reader likes them. */

/** "t=0.0s", "t=95.2s", "t=12m05.0s": how long after the scenario's beginning. */
export const sinceStart = (ms: number): string => {
  const minutes = Math.floor(ms / 60_000);
  const seconds = (ms - minutes * 60_000) / 1000;
  return minutes === 0 ? `t=${seconds.toFixed(1)}s` : `t=${minutes}m${seconds.toFixed(1).padStart(4, '0')}s`;
};

/** "340ms", "12.4s", "6m05s". */
export const durationText = (ms: number): string => {
  if (ms < 1000) return `${Math.round(ms)}ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)}s`;
  const total = Math.round(ms / 1000);
  const [hours, minutes, seconds] = [Math.floor(total / 3600), Math.floor((total % 3600) / 60), total % 60];
  const text = `${minutes}m${String(seconds).padStart(2, '0')}s`;
  return hours === 0 ? text : `${hours}h${text.padStart(6, '0')}`;
};
