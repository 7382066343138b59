/** JSON patches: operations on random documents, and errors that leave the document alone. */
import { expect } from 'chai';
import fc from 'fast-check';
import { PatchError, applyJsonPatch, cloneJson, decodeJsonPatch } from '../../../src/kube/index.ts';
import type { JsonObject } from '../../../src/kube/index.ts';
import { randomJsonObject } from './random-objects.ts';

const escape = (key: string): string => key.replaceAll('~', '~0').replaceAll('/', '~1');
const key = fc.string({ minLength: 1 }).filter((text) => text !== '__proto__');

describe('json patch', () => {
  it('adds, tests and removes any key, and ends where it began', () => {
    fc.assert(
      fc.property(randomJsonObject, key, fc.integer(), (object, name, value) => {
        fc.pre(!Object.hasOwn(object, name));
        const path = `/${escape(name)}`;
        const patch: JsonObject[] = [
          { op: 'add', path, value },
          { op: 'test', path, value },
          { op: 'remove', path },
        ];
        expect(applyJsonPatch(object, patch)).to.deep.equal(object);
      }),
    );
  });

  it('does not change the document it is given', () => {
    fc.assert(
      fc.property(randomJsonObject, randomJsonObject, (inner, value) => {
        const object = { inner, list: [inner, inner] };
        const before = cloneJson(object);
        applyJsonPatch(object, [
          { op: 'add', path: '/inner/new', value },
          { op: 'copy', from: '/inner', path: '/list/0' },
          { op: 'add', path: '/list/0/other', value: 1 },
          { op: 'move', from: '/list/1', path: '/moved' },
          { op: 'remove', path: '/list/-1' },
        ]);
        expect(object).to.deep.equal(before);
      }),
    );
  });

  it('shares what it does not touch', () => {
    const object = { spec: { replicas: 1 }, metadata: { labels: { a: 'b' } } };
    const patched = applyJsonPatch(object, [{ op: 'replace', path: '/spec/replicas', value: 3 }]);
    expect(patched).to.deep.equal({ spec: { replicas: 3 }, metadata: { labels: { a: 'b' } } });
    expect(patched.metadata).to.equal(object.metadata);
  });

  for (const [operation, message] of [
    [{ op: 'jump', path: '/a' }, 'Unexpected kind: jump'],
    [{ op: 'remove' }, 'remove operation failed to decode path: missing value'],
    [{ op: 'test' }, 'test operation failed to decode path: operation missing path field: missing value'],
    [
      { op: 'replace', path: 5 },
      'replace operation failed to decode path: json: cannot unmarshal number into Go value of type string',
    ],
    [
      { op: 'move', path: '/b' },
      'move operation failed to decode from: operation, missing from field: missing value',
    ],
    [
      { op: 'replace', path: '/l/7', value: 1 },
      'replace operation does not apply: doc is missing key: /l/7: missing value',
    ],
    [
      { op: 'remove', path: '/constructor' },
      "error in remove for path: '/constructor': Unable to remove nonexistent key: constructor: missing value",
    ],
  ] as const)
    it(`says: ${message}`, () => {
      expect(() => applyJsonPatch({ a: 1, l: [1] }, [operation])).to.throw(PatchError, message);
    });

  it('refuses a body that is no list of operations', () => {
    expect(() => decodeJsonPatch([1])).to.throw(
      'cannot unmarshal number into Go value of type jsonpatch.Operation',
    );
    expect(decodeJsonPatch([])).to.deep.equal([]);
  });
});
