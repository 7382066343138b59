/** The event queue: in the order of time, then of asking; cancelled events never run; the busy count is true. */
import { expect } from 'chai';
import fc from 'fast-check';
import { EventQueue } from '../../src/core/index.ts';

interface Asked {
  timeMs: number;
  isIdle: boolean;
  isCancelled: boolean;
}

const asked = fc.array(
  fc.record({ timeMs: fc.integer({ min: 0, max: 20 }), isIdle: fc.boolean(), isCancelled: fc.boolean() }),
  { maxLength: 60 },
);

const drain = (queue: EventQueue): void => {
  for (let event = queue.take(); event !== undefined; event = queue.take()) event.run();
};

describe('event queue', () => {
  it('runs by time, equal times in the order of asking, and nothing that was cancelled', () => {
    fc.assert(
      fc.property(asked, (events: Asked[]) => {
        const queue = new EventQueue();
        const ran: number[] = [];
        const scheduled = events.map(({ timeMs, isIdle }, index) =>
          queue.add(timeMs, () => ran.push(index), isIdle),
        );
        events.forEach(({ isCancelled }, index) => {
          if (isCancelled) queue.cancel(scheduled[index]!);
        });
        const kept = events
          .map((event, index) => ({ ...event, index }))
          .filter(({ isCancelled }) => !isCancelled);
        expect(queue.busyCount).to.equal(kept.filter(({ isIdle }) => !isIdle).length);
        expect(queue.peekTimeMs()).to.equal(
          kept.length === 0 ? undefined : Math.min(...kept.map(({ timeMs }) => timeMs)),
        );
        drain(queue);
        expect(ran).to.deep.equal(
          kept.sort((a, b) => a.timeMs - b.timeMs || a.index - b.index).map(({ index }) => index),
        );
        expect(queue.busyCount).to.equal(0);
      }),
    );
  });

  it('takes what is added while it runs in its place', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 30 }), (delays) => {
        const queue = new EventQueue();
        const times: number[] = [];
        const plan = (at: number, left: readonly number[]): void => {
          queue.add(at, () => {
            times.push(at);
            if (left.length > 0) plan(at + left[0]!, left.slice(1));
          });
        };
        plan(0, delays);
        plan(3, delays);
        drain(queue);
        expect(times).to.deep.equal([...times].sort((a, b) => a - b));
        expect(times).to.have.length(2 * (delays.length + 1));
      }),
    );
  });

  it('cancelling twice, or what has run, changes nothing', () => {
    const queue = new EventQueue();
    const event = queue.add(1, () => undefined);
    queue.add(2, () => undefined);
    queue.cancel(event);
    queue.cancel(event);
    expect(queue.busyCount).to.equal(1);
    const taken = queue.take()!;
    queue.cancel(taken);
    expect(queue.busyCount).to.equal(0);
    expect(queue.take()).to.equal(undefined);
  });
});
