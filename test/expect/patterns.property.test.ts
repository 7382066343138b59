/** Properties of patterns: every value matches itself, and dropping what is asserted keeps it matching. */
import { expect } from 'chai';
import fc from 'fast-check';
import { fromPlain, Problems } from '../../src/document/index.ts';
import { compilePattern } from '../../src/expect/index.ts';
import type { Differences, Pattern } from '../../src/expect/index.ts';

const position = { file: 'property.yaml', line: 1, column: 1 };
const patternOf = (value: unknown): Pattern =>
  compilePattern(fromPlain(value, position), { captures: {}, problems: new Problems() });

const key = fc.oneof(
  fc.constantFrom('name', 'type', 'image', 'status', 'replicas'),
  fc.stringMatching(/^[a-z][a-zA-Z0-9./-]{0,8}$/),
);
const scalar = fc.oneof(
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
  fc.string().filter((text) => !text.includes('$(')),
);
const { value } = fc.letrec<{ value: unknown; object: Record<string, unknown> }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    scalar,
    fc.array(scalar, { maxLength: 3 }),
    fc.array(tie('object'), { maxLength: 3 }),
    tie('object'),
  ),
  object: fc.dictionary(key, tie('value'), { maxKeys: 4, noNullPrototype: true }),
}));

/** The value with some keys of some objects left out. */
const dropSome = (whole: unknown, isDropped: () => boolean): unknown => {
  if (Array.isArray(whole)) return whole.map((item: unknown) => dropSome(item, isDropped));
  if (typeof whole !== 'object' || whole === null) return whole;
  return Object.fromEntries(
    Object.entries(whole)
      .filter(() => !isDropped())
      .map(([name, member]) => [name, dropSome(member, isDropped)]),
  );
};

describe('properties of patterns', () => {
  it('a value matches itself', () => {
    fc.assert(
      fc.property(value, (whole) => {
        expect(patternOf(whole).matches(whole)).to.equal(true);
      }),
    );
  });

  it('a part of a value matches the value', () => {
    fc.assert(
      fc.property(value, fc.infiniteStream(fc.boolean()), (whole, drops) => {
        const part = dropSome(whole, () => drops.next().value === true);
        expect(patternOf(part).matches(whole)).to.equal(true);
      }),
    );
  });

  it('whatever does not match is explained, and the sides of its diff differ', () => {
    fc.assert(
      fc.property(value, value, (wanted, actual) => {
        const pattern = patternOf(wanted);
        const into: Differences = { leaves: [] };
        fc.pre(!pattern.matches(actual));
        pattern.explain(actual, '', into);
        expect(into.leaves).to.not.have.length(0);
        expect(pattern.model(actual)).to.not.deep.equal(pattern.cut(actual));
      }),
    );
  });

  it('adding fields to an object keeps it matching', () => {
    fc.assert(
      fc.property(fc.dictionary(key, value, { noNullPrototype: true }), key, value, (whole, name, extra) => {
        fc.pre(!(name in whole));
        expect(patternOf(whole).matches({ ...whole, [name]: extra })).to.equal(true);
      }),
    );
  });
});
