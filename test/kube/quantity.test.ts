/** Quantities: round trips, order, sums, and the quick numbers of hot paths. */
import { expect } from 'chai';
import fc from 'fast-check';
import {
  ValueError,
  addQuantities,
  compareQuantities,
  cpuMillis,
  formatQuantity,
  milliValue,
  parseQuantity,
  quantityOfMillis,
  quantityOfValue,
  roundUpQuantity,
  subtractQuantities,
  valueOf,
  wholeValue,
} from '../../src/kube/index.ts';

const suffixes = ['n', 'u', 'm', '', 'k', 'M', 'G', 'T', 'Ki', 'Mi', 'Gi', 'Ti', 'e3', 'E-2'];
const quantityText = fc
  .tuple(
    fc.constantFrom('', '-', '+'),
    fc.integer({ min: 0, max: 99999 }),
    fc.option(fc.integer({ min: 0, max: 999 })),
    fc.constantFrom(...suffixes),
  )
  .map(
    ([sign, whole, decimals, suffix]) => `${sign}${whole}${decimals === null ? '' : `.${decimals}`}${suffix}`,
  );

describe('quantity', () => {
  it('prints what reads back as the same amount', () => {
    fc.assert(
      fc.property(quantityText, (text) => {
        const read = parseQuantity(text);
        const again = parseQuantity(formatQuantity(read));
        expect(compareQuantities(read, again)).to.equal(0);
      }),
    );
  });

  it('prints sums in a form that does not change when it is read and printed again', () => {
    fc.assert(
      fc.property(quantityText, quantityText, (a, b) => {
        const text = formatQuantity(addQuantities(parseQuantity(a), parseQuantity(b)));
        expect(formatQuantity(parseQuantity(text))).to.equal(text);
      }),
    );
  });

  it('subtracts what it added', () => {
    fc.assert(
      fc.property(quantityText, quantityText, (a, b) => {
        const [left, right] = [parseQuantity(a), parseQuantity(b)];
        const back = subtractQuantities(addQuantities(left, right), right);
        expect(compareQuantities(back, left)).to.equal(0);
      }),
    );
  });

  it('orders as the exact amounts do', () => {
    const nanos = (text: string): bigint => {
      const { unscaled, scale } = parseQuantity(text);
      return unscaled * 10n ** BigInt(scale + 9);
    };
    fc.assert(
      fc.property(quantityText, quantityText, (a, b) => {
        const wanted = nanos(a) < nanos(b) ? -1 : nanos(a) > nanos(b) ? 1 : 0;
        expect(compareQuantities(parseQuantity(a), parseQuantity(b))).to.equal(wanted);
      }),
    );
  });

  it('gives the quick numbers that the exact ones round up to', () => {
    fc.assert(
      fc.property(quantityText, (text) => {
        expect(cpuMillis(text)).to.equal(Number(milliValue(parseQuantity(text))));
        expect(valueOf(text)).to.equal(Number(wholeValue(parseQuantity(text))));
      }),
    );
  });

  it('takes numbers as JSON has them, and absence as zero', () => {
    expect(cpuMillis(0.25)).to.equal(250);
    expect(valueOf(3)).to.equal(3);
    expect(valueOf(undefined)).to.equal(0);
  });

  it('answers at once, however large the exponent', () => {
    const huge = parseQuantity('1e999999999');
    expect(formatQuantity(huge)).to.equal('1e999999999');
    expect(cpuMillis('1e999999999')).to.equal(0);
    expect(compareQuantities(huge, parseQuantity('1'))).to.equal(1);
    expect(compareQuantities(parseQuantity('-1e999999999'), parseQuantity('-1'))).to.equal(-1);
    expect(() => addQuantities(huge, parseQuantity('1'))).to.throw(ValueError, 'quantity is out of range');
    expect(() => parseQuantity(`${'0'.repeat(100_000)}x`)).to.throw(ValueError);
  });

  it('makes quantities of numbers', () => {
    expect(formatQuantity(quantityOfMillis(1500))).to.equal('1500m');
    expect(formatQuantity(quantityOfMillis(2000))).to.equal('2');
    expect(formatQuantity(quantityOfValue(64 * 1024 * 1024, 'BinarySI'))).to.equal('64Mi');
  });

  it('rounds up to thousandths, as the API does on the way in', () => {
    expect(formatQuantity(roundUpQuantity(parseQuantity('1500u'), -3))).to.equal('2m');
    expect(formatQuantity(roundUpQuantity(parseQuantity('1.5Gi'), -3))).to.equal('1536Mi');
  });

  for (const [text, message] of [
    ['', 'quantities must match the regular expression'],
    ['1 Gi', 'quantities must match the regular expression'],
    ['1K', "unable to parse quantity's suffix"],
    ['.Ei', 'unable to parse numeric part of quantity'],
  ] as const)
    it(`refuses ${JSON.stringify(text)}`, () => {
      expect(() => parseQuantity(text)).to.throw(ValueError, message);
    });
});
