import { expect } from 'chai';
import fc from 'fast-check';
import {
  builtInAtom,
  compareValues,
  encodeFields,
  mergeValues,
  removeItems,
  toFieldSet,
  validateValue,
  type Atom,
} from '../../../src/kube/managed-fields/index.ts';

const service = (minor: number): Atom => builtInAtom('v1', 'Service', minor)!;
const options = { countsEmpty: true };

const port = fc.record({
  port: fc.constantFrom(80, 443),
  protocol: fc.constantFrom('TCP', 'UDP'),
  name: fc.constantFrom('a', 'b'),
});
const ports = fc.uniqueArray(port, { selector: ({ port, protocol }) => `${port}/${protocol}`, maxLength: 3 });
const object = fc.record(
  {
    metadata: fc.record({
      labels: fc.dictionary(fc.constantFrom('a', 'b'), fc.constantFrom('1', '2'), { maxKeys: 2 }),
      finalizers: fc.uniqueArray(fc.constantFrom('x', 'y'), { minLength: 1 }),
    }),
    spec: fc.record(
      {
        type: fc.constantFrom('ClusterIP', 'NodePort'),
        ports,
        externalIPs: fc.array(fc.constantFrom('1', '2')),
      },
      { requiredKeys: [] },
    ),
  },
  { requiredKeys: [] },
);

describe('typed values', () => {
  it('do not differ from themselves, and differ in nothing that both lack', () => {
    fc.assert(
      fc.property(object, object, (a, b) => {
        const atom = service(20);
        const same = compareValues(a, structuredClone(a), atom);
        expect([same.added, same.modified, same.removed].every((set) => set.isEmpty)).to.equal(true);
        const there = compareValues(a, b, atom);
        const back = compareValues(b, a, atom);
        expect(encodeFields(there.added)).to.deep.equal(encodeFields(back.removed));
        expect(encodeFields(there.modified)).to.deep.equal(encodeFields(back.modified));
      }),
    );
  });

  it('have, once merged, what was applied', () => {
    fc.assert(
      fc.property(object, object, fc.boolean(), (live, applied, keepsAppliedOrder) => {
        const atom = service(20);
        const merged = mergeValues(live, applied, atom, { keepsAppliedOrder });
        const again = mergeValues(merged, applied, atom, { keepsAppliedOrder });
        expect(again).to.deep.equal(merged);
        const lost = compareValues(applied, merged, atom);
        expect(lost.removed.isEmpty && lost.modified.isEmpty).to.equal(true);
      }),
    );
  });

  it('lose what is removed from them, and nothing else', () => {
    fc.assert(
      fc.property(object, object, (value, other) => {
        const atom = service(20);
        const gone = toFieldSet(other, atom, options);
        const rest = removeItems(value, gone, atom, { keepsEmptied: false });
        const left = toFieldSet(rest, atom, { countsEmpty: false });
        expect(left.intersection(gone).isEmpty).to.equal(true);
      }),
    );
  });

  it('merge as the minor marks them', () => {
    const selector = { spec: { selector: { a: 'b' } } };
    const fieldsIn = (minor: number) => encodeFields(toFieldSet(selector, service(minor), options));
    expect(fieldsIn(21)).to.deep.equal({ 'f:spec': { 'f:selector': { 'f:a': {} } } });
    expect(fieldsIn(22)).to.deep.equal({ 'f:spec': { 'f:selector': {} } });
    const plain = { spec: { ports: [{ port: 80 }] } };
    expect(validateValue(plain, service(20))[0]).to.deep.equal({
      path: '.spec.ports',
      message:
        'element 0: associative list with keys has an element that omits key field "protocol" (and doesn\'t have default value)',
    });
    expect(validateValue(plain, service(21))).to.deep.equal([]);
  });

  it('keep the live order of items until 1.24, the applied one since', () => {
    const named = (...names: string[]) => ({ spec: { containers: names.map((name) => ({ name })) } });
    const atom = builtInAtom('v1', 'Pod', 30)!;
    const merge = (keepsAppliedOrder: boolean) =>
      mergeValues(named('a', 'b', 'c'), named('c', 'n', 'a'), atom, { keepsAppliedOrder });
    expect(merge(false)).to.deep.equal(named('a', 'b', 'c', 'n'));
    expect(merge(true)).to.deep.equal(named('b', 'c', 'n', 'a'));
  });

  it('are refused where they are of another type', () => {
    const map = builtInAtom('v1', 'ConfigMap', 20)!;
    expect(validateValue({ data: { a: 1 } }, map)).to.deep.equal([
      { path: '.data.a', message: 'expected string, got &value.valueUnstructured{Value:1}' },
    ]);
    expect(validateValue({ foo: 1 }, map)).to.deep.equal([
      { path: '.foo', message: 'field not declared in schema' },
    ]);
  });
});
