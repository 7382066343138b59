import { expect } from 'chai';
import fc from 'fast-check';
import {
  decodeFields,
  encodeFields,
  fieldElement,
  FieldSet,
  keyElement,
  printPath,
  valueElement,
} from '../../../src/kube/managed-fields/index.ts';

const element = fc.oneof(
  fc.constantFrom('a', 'b', 'spec', 'x.y/z').map(fieldElement),
  fc.constantFrom('a', 'b').map((name) => keyElement({ name })),
  fc.constantFrom(80, 443, 8080).map((containerPort) => keyElement({ protocol: 'TCP', containerPort })),
  fc.constantFrom('a', 1, true).map(valueElement),
);
const set = fc
  .array(fc.array(element, { minLength: 1, maxLength: 3 }), { maxLength: 8 })
  .map((paths) => FieldSet.of(...paths));

const textOf = (fields: FieldSet): string => JSON.stringify(encodeFields(fields));

describe('FieldSet', () => {
  it('is the same once written and read', () => {
    fc.assert(
      fc.property(set, (one) => {
        expect(textOf(decodeFields(JSON.parse(textOf(one))))).to.equal(textOf(one));
      }),
    );
  });

  it('obeys the laws of sets', () => {
    fc.assert(
      fc.property(set, set, set, (a, b, c) => {
        expect(textOf(a.union(b))).to.equal(textOf(b.union(a)));
        expect(textOf(a.union(b).union(c))).to.equal(textOf(a.union(b.union(c))));
        expect(textOf(a.union(a))).to.equal(textOf(a));
        expect(textOf(a.intersection(b))).to.equal(textOf(b.intersection(a)));
        expect(textOf(a.difference(b).union(a.intersection(b)))).to.equal(textOf(a));
        expect(a.difference(b).intersection(b).isEmpty).to.equal(true);
        expect(a.difference(a).isEmpty).to.equal(true);
        expect(a.union(b).equals(b.union(a))).to.equal(true);
      }),
    );
  });

  it('has exactly the members it tells of', () => {
    fc.assert(
      fc.property(set, set, (a, b) => {
        for (const path of a.union(b).paths()) expect(a.has(path) || b.has(path)).to.equal(true);
        for (const path of a.difference(b).paths()) expect(a.has(path) && !b.has(path)).to.equal(true);
      }),
    );
  });

  it('takes away what is below a member only when told to', () => {
    const [spec, image] = [fieldElement('spec'), fieldElement('image')];
    const all = FieldSet.of([spec], [spec, image]);
    expect(textOf(all.difference(FieldSet.of([spec])))).to.equal('{"f:spec":{"f:image":{}}}');
    expect(all.recursiveDifference(FieldSet.of([spec])).isEmpty).to.equal(true);
  });

  it('is written in the order of structured-merge-diff', () => {
    const ports = [8080, 80, 443].map((containerPort) => keyElement({ containerPort, protocol: 'TCP' }));
    const fields = FieldSet.of(
      ...ports.map((port) => [port]),
      [valueElement('b')],
      [valueElement('a')],
      [fieldElement('z')],
      [fieldElement('B'), fieldElement('c')],
      [fieldElement('B')],
    );
    expect(textOf(fields)).to.equal(
      '{"f:B":{".":{},"f:c":{}},"f:z":{},' +
        '"k:{\\"containerPort\\":80,\\"protocol\\":\\"TCP\\"}":{},"k:{\\"containerPort\\":443,\\"protocol\\":\\"TCP\\"}":{},' +
        '"k:{\\"containerPort\\":8080,\\"protocol\\":\\"TCP\\"}":{},"v:\\"a\\"":{},"v:\\"b\\"":{}}',
    );
  });

  it('leaves out steps of unknown kinds, and refuses what is no step', () => {
    expect(textOf(decodeFields({ 'q:x': {}, 'f:a': {} }))).to.equal('{"f:a":{}}');
    expect(() => decodeFields({ data: {} })).to.throw('missing colon: data');
    expect(() => decodeFields({ f: {} })).to.throw('key must be 2 characters long:');
  });

  it('prints paths as messages have them', () => {
    const path = [fieldElement('spec'), keyElement({ port: 443, protocol: 'TCP' }), fieldElement('name')];
    expect(printPath(path)).to.equal('.spec[port=443,protocol="TCP"].name');
    expect(printPath([fieldElement('finalizers'), valueElement('a')])).to.equal('.finalizers[="a"]');
  });
});
