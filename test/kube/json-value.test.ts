/** JSON values: comparison, copies, and Go's way of printing them. */
import { expect } from 'chai';
import fc from 'fast-check';
import {
  cloneJson,
  deepEqual,
  goAtoi,
  goQuote,
  goValueText,
  isPercent,
  scaledIntOrPercent,
} from '../../src/kube/index.ts';

const json = fc.jsonValue({ noUnicodeString: false });

describe('json value', () => {
  it('equals its copy, and what JSON makes of it', () => {
    fc.assert(
      fc.property(json, (value) => {
        expect(deepEqual(value, cloneJson(value))).to.equal(true);
      }),
    );
  });

  it('compares as JSON texts do, up to the order of fields', () => {
    const sorted = (value: unknown): string =>
      JSON.stringify(value, (_key, item: unknown) =>
        typeof item === 'object' && item !== null && !Array.isArray(item)
          ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)))
          : item,
      );
    const small = fc.dictionary(
      fc.constantFrom('a', 'b', 'constructor'),
      fc.constantFrom(null, 1, 'x', [1], {}),
    );
    fc.assert(
      fc.property(small, small, (a, b) => {
        expect(deepEqual(a, b)).to.equal(sorted(a) === sorted(b));
      }),
    );
  });

  it('takes an undefined field for absent', () => {
    expect(deepEqual({ a: undefined, b: 1 }, { b: 1 })).to.equal(true);
    expect(deepEqual({ b: 1 }, { a: undefined, b: 1 })).to.equal(true);
    expect(deepEqual({ a: undefined }, { a: null })).to.equal(false);
    expect(cloneJson({ a: undefined, b: 1 })).to.have.all.keys('b');
  });

  it('prints as Go prints', () => {
    expect(goValueText({ b: [1, 'x', null], a: { c: true } })).to.equal('map[a:map[c:true] b:[1 x <nil>]]');
    expect(goValueText(1.5)).to.equal('1.5');
    expect(goValueText(1e-7)).to.equal('1e-07');
    expect(goQuote('a"b\\\n\u0001')).to.equal('"a\\"b\\\\\\n\\x01"');
    expect(goAtoi('99999999999999999999')).to.deep.equal({
      error: 'strconv.Atoi: parsing "99999999999999999999": value out of range',
    });
  });

  it('scales percentages between nothing and the whole', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 100 }), fc.nat(1000), (percent, total) => {
        const up = scaledIntOrPercent(`${percent}%`, total, true);
        const down = scaledIntOrPercent(`${percent}%`, total, false);
        expect(down).to.be.within(0, total);
        expect(up - down).to.be.within(0, 1);
      }),
    );
    expect(isPercent('25%')).to.equal(true);
    expect(isPercent(25)).to.equal(false);
  });
});
