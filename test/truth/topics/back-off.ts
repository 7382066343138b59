/** backoff: crash loop back-off. */
import { BackOff, crashLoopDelayMs } from '../../../src/simulator/kubelet/back-off.ts';
import { defineTopic } from '../topic.ts';

export const backOff = defineTopic({
  name: 'backoff',
  run({ initialSeconds, maxSeconds, runSeconds }) {
    const subject = new BackOff(initialSeconds * 1000, maxSeconds * 1000);
    let nowMs = 0;
    const finishedRestartedDelay = (runSeconds as number[]).map((seconds) => {
      nowMs += seconds * 1000;
      const finishedMs = nowMs;
      while (crashLoopDelayMs(subject, 'container', finishedMs, nowMs) !== undefined) nowMs += 1000;
      return [finishedMs / 1000, nowMs / 1000, subject.delayMs('container') / 1000];
    });
    return { finishedRestartedDelay };
  },
});
