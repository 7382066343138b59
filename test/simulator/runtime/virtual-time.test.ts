import { expect } from 'chai';
import { VirtualTime } from '../../../src/simulator/runtime/index.ts';

const periodic = (time: VirtualTime, everyMs: number, run: () => void = () => undefined): void => {
  const tick = (): void => {
    run();
    time.after(everyMs, tick, true);
  };
  time.after(everyMs, tick, true);
};

const runToRest = (time: VirtualTime): number => {
  while (!time.isAtRest && time.step());
  return time.nowMs;
};

describe('virtual time', () => {
  it('is at rest once every periodic task has run after the last change', () => {
    const time = new VirtualTime(0);
    periodic(time, 10_000);
    periodic(time, 15_000);
    expect(time.isAtRest).to.equal(true);
    time.markChange();
    expect(time.isAtRest).to.equal(false);
    expect(runToRest(time)).to.equal(15_000);
  });

  it('is not at rest while a periodic task still changes something', () => {
    const time = new VirtualTime(0);
    let changes = 3;
    periodic(time, 1000, () => {
      if (changes-- > 0) time.markChange();
    });
    time.markChange();
    expect(runToRest(time)).to.equal(4000);
  });

  it('is not at rest while something busy is queued', () => {
    const time = new VirtualTime(0);
    const busy = time.after(5000, () => undefined);
    expect(time.isAtRest).to.equal(false);
    time.cancel(busy);
    expect(time.isAtRest).to.equal(true);
  });

  it('forgets cancelled periodic tasks', () => {
    const time = new VirtualTime(0);
    const task = time.after(1000, () => undefined, true);
    time.markChange();
    time.cancel(task);
    time.cancel(task);
    expect(time.isAtRest).to.equal(true);
  });

  it('lets a day pass in which nothing happens', () => {
    const time = new VirtualTime(Date.parse('2021-01-19T12:00:00Z'));
    let ranAt = '';
    time.after(1000, () => {
      ranAt = time.nowTime;
    });
    time.skip(86_400_000);
    expect(time.nowTime).to.equal('2021-01-20T12:00:00Z');
    time.step();
    expect(ranAt).to.equal('2021-01-20T12:00:01Z');
  });
});
