/** What is wrong with a cron schedule, in the words of the library that upstream reads schedules with. */
import { parseCron } from '../cron.ts';
import type { KubernetesVersion } from '../version.ts';

/** The error of a schedule, or undefined when it is one. */
export const cronFormatError = (schedule: string, version: KubernetesVersion): string | undefined => {
  const parsed = parseCron(schedule, version);
  return 'error' in parsed ? parsed.error : undefined;
};
