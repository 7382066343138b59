/** Durations: Go's text and back, and ages. */
import { expect } from 'chai';
import fc from 'fast-check';
import {
  ValueError,
  formatDuration,
  humanDuration,
  parseDuration,
  shortHumanDuration,
} from '../../src/kube/index.ts';

describe('duration', () => {
  it('reads what it prints', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e9, max: 1e9 }), (milliseconds) => {
        expect(parseDuration(formatDuration(milliseconds))).to.equal(milliseconds);
      }),
    );
  });

  for (const [milliseconds, text] of [
    [0, '0s'],
    [60_000, '1m0s'],
    [1500, '1.5s'],
    [100, '100ms'],
    [3_661_000, '1h1m1s'],
    [0.001, '1µs'],
    [-90_000, '-1m30s'],
  ] as const)
    it(`prints ${milliseconds} ms as ${text}`, () => {
      expect(formatDuration(milliseconds)).to.equal(text);
    });

  for (const [text, message] of [
    ['', 'time: invalid duration ""'],
    ['5', 'time: missing unit in duration "5"'],
    ['5x', 'time: unknown unit "x" in duration "5x"'],
    ['.s', 'time: invalid duration ".s"'],
  ] as const)
    it(`refuses ${JSON.stringify(text)}`, () => {
      expect(() => parseDuration(text)).to.throw(ValueError, message);
    });

  it('tells ages in one or two units', () => {
    expect(humanDuration(192_000)).to.equal('3m12s');
    expect(shortHumanDuration(192_000)).to.equal('3m');
    expect(humanDuration(119_999)).to.equal('119s');
  });
});
