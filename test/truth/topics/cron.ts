/** Topics cron and cronjob_due: the instants of a schedule, and those a cron job has missed. */
import { nextCronTime, parseCron, parseKubernetesVersion } from '../../../src/kube/index.ts';
import { dueTimes, jobNameAt } from '../../../src/simulator/controllers/cronjob/due-times.ts';
import { defineTopic } from '../topic.ts';

const timeText = (ms: number): string => new Date(ms).toISOString().replace('.000Z', 'Z');

export const cron = defineTopic({
  name: 'cron',
  run({ schedule, after }, { kubernetes }) {
    const parsed = parseCron(schedule, parseKubernetesVersion(kubernetes)!);
    if ('error' in parsed) return { error: parsed.error };
    const next: (string | null)[] = [];
    let afterMs: number | undefined = Date.parse(after);
    while (next.length < 4 && afterMs !== undefined) {
      afterMs = nextCronTime(parsed.value, afterMs);
      next.push(afterMs === undefined ? null : timeText(afterMs));
    }
    return { next };
  },
});

export const cronjobDue = defineTopic({
  name: 'cronjob_due',
  run({ schedule, now, created, lastScheduleTime, startingDeadlineSeconds }, { kubernetes }) {
    const version = parseKubernetesVersion(kubernetes)!;
    const sinceMs = Date.parse(lastScheduleTime ?? created);
    const due = dueTimes({ schedule, sinceMs, startingDeadlineSeconds, nowMs: Date.parse(now) }, version);
    if ('error' in due) return { error: due.error };
    const { timesMs } = due;
    const [first, last] = [timesMs[0], timesMs.at(-1)];
    if (first === undefined || last === undefined) return { count: 0 };
    const jobName = jobNameAt('tick', last, version);
    return { count: timesMs.length, first: timeText(first), last: timeText(last), jobName };
  },
});
