import { expect } from 'chai';
import { WatchOutlet } from '../../../src/simulator/http/watch-outlet.ts';

/** A reader that takes `room` texts before it is full, and more when it is told to. */
const reader = (room: number) => {
  const state = { written: [] as string[], isCut: false, isEnded: false, room, encoded: 0 };
  let onDrain: (() => void) | undefined;
  return {
    state,
    sink: {
      write(text: string) {
        state.written.push(text);
        state.room--;
      },
      end: () => (state.isEnded = true),
      isFull: () => state.room <= 0,
      onDrain: (run: () => void) => (onDrain = run),
      cut: () => (state.isCut = true),
    },
    read(more: number) {
      state.room = more;
      const run = onDrain;
      onDrain = undefined;
      run?.();
    },
    text: (number: number) => () => {
      state.encoded++;
      return String(number);
    },
  };
};

describe('WatchOutlet', () => {
  it('keeps the order while its reader comes and goes, and encodes nothing ahead of it', () => {
    const { state, sink, read, text } = reader(3);
    const outlet = new WatchOutlet(sink, () => undefined);
    for (let number = 0; number < 10; number++) outlet.send(text(number));
    expect(state.encoded).to.equal(3);
    read(2);
    outlet.send(text(10));
    expect(state.encoded).to.equal(5);
    read(100);
    outlet.send(text(11));
    expect(state.written).to.deep.equal(Array.from({ length: 12 }, (_, number) => String(number)));
  });

  it('cuts off who is more than ten thousand events behind, but not for what there was before', () => {
    const { state, sink, text } = reader(1);
    let cuts = 0;
    const outlet = new WatchOutlet(sink, () => cuts++);
    for (let number = 0; number <= 5000; number++) outlet.send(text(number));
    outlet.allowFor();
    for (let number = 0; number < 10_000; number++) outlet.send(text(number));
    expect(state.isCut).to.equal(false);
    outlet.send(text(0));
    outlet.send(text(0));
    expect([state.isCut, cuts, state.encoded]).to.deep.equal([true, 1, 1]);
  });

  it('ends after what waits', () => {
    const { state, sink, read, text } = reader(1);
    const outlet = new WatchOutlet(sink, () => undefined);
    outlet.send(text(1));
    outlet.send(text(2));
    outlet.end();
    outlet.stop();
    expect(state.isEnded).to.equal(false);
    read(5);
    expect([state.written, state.isEnded]).to.deep.equal([['1', '2'], true]);
  });
});
