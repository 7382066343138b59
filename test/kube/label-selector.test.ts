/** Label selectors: canonical texts read back, and matchers that agree with what the requirements say. */
import { expect } from 'chai';
import fc from 'fast-check';
import {
  ValueError,
  formatLabelSelector,
  formatLabelSet,
  labelMatcher,
  matchesLabelSet,
  parseLabelSelector,
} from '../../src/kube/index.ts';
import type { LabelSelector } from '../../src/kube/index.ts';

const key = fc.constantFrom('app', 'tier', 'example.com/role', 'in', 'constructor');
const value = fc.constantFrom('', 'web', 'db', '10', '9', 'in');
const labels = fc.dictionary(key, value);
const values = fc.uniqueArray(value, { minLength: 1, maxLength: 3 });
const term = fc.oneof(
  fc.tuple(key, fc.constantFrom('=', '==', '!='), value).map(([k, operator, v]) => `${k}${operator}${v}`),
  fc
    .tuple(key, fc.constantFrom('in', 'notin'), values)
    .map(([k, operator, vs]) => `${k} ${operator} (${vs.join(',')})`),
  key.map((k) => `!${k}`),
  key,
  fc.tuple(key, fc.constantFrom('<', '>'), fc.nat(20)).map(([k, operator, n]) => `${k}${operator}${n}`),
);
const selectorText = fc.array(term, { maxLength: 4 }).map((terms) => terms.join(','));

describe('label selector', () => {
  it('reads its canonical text back as the same selector', () => {
    fc.assert(
      fc.property(selectorText, labels, (text, set) => {
        const matcher = parseLabelSelector(text);
        const again = parseLabelSelector(matcher.text);
        expect(again.text).to.equal(matcher.text);
        expect(again.matches(set)).to.equal(matcher.matches(set));
      }),
    );
  });

  it('matches when each of its terms does', () => {
    fc.assert(
      fc.property(fc.array(term, { minLength: 1, maxLength: 4 }), labels, (terms, set) => {
        const each = terms.every((text) => parseLabelSelector(text).matches(set));
        expect(parseLabelSelector(terms.join(',')).matches(set)).to.equal(each);
      }),
    );
  });

  it('finds, for an equality, exactly the objects with that label', () => {
    fc.assert(
      fc.property(key, value, labels, (k, v, set) => {
        const has = Object.hasOwn(set, k) && set[k] === v;
        expect(labelMatcher({ matchLabels: { [k]: v } }).matches(set)).to.equal(has);
        expect(matchesLabelSet({ [k]: v }, set)).to.equal(has);
        expect(parseLabelSelector(`${k}!=${v}`).matches(set)).to.equal(!has);
      }),
    );
  });

  it('takes an absent object for nothing and an empty one for everything', () => {
    expect(labelMatcher(undefined).matches({})).to.equal(false);
    expect(labelMatcher({}).matches({ a: 'b' })).to.equal(true);
    expect(labelMatcher({}).matches(undefined)).to.equal(true);
  });

  it('makes the matcher of an object once', () => {
    const selector: LabelSelector = { matchLabels: { app: 'web' } };
    expect(labelMatcher(selector)).to.equal(labelMatcher(selector));
  });

  it('refuses an operator it does not know', () => {
    const selector = {
      matchExpressions: [{ key: 'a', operator: 'Near', values: ['b'] }],
    } as unknown as LabelSelector;
    expect(() => labelMatcher(selector)).to.throw(ValueError, '"Near" is not a valid pod selector operator');
    expect(formatLabelSelector(selector)).to.equal('<error>');
  });

  it('prints label sets sorted by key', () => {
    expect(formatLabelSet({ b: '2', a: '1' })).to.equal('a=1,b=2');
  });
});
