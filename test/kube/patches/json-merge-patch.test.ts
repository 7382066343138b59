/** JSON merge patches: create and apply are inverse; apply is what RFC 7396 says. */
import { expect } from 'chai';
import fc from 'fast-check';
import {
  applyJsonMergePatch,
  cloneJson,
  createJsonMergePatch,
  createThreeWayJsonMergePatch,
} from '../../../src/kube/index.ts';
import { randomJsonObject } from './random-objects.ts';

describe('json merge patch', () => {
  it('turns the original into the modified object', () => {
    fc.assert(
      fc.property(randomJsonObject, randomJsonObject, (original, modified) => {
        const before = cloneJson(original);
        expect(applyJsonMergePatch(original, createJsonMergePatch(original, modified))).to.deep.equal(
          modified,
        );
        expect(original).to.deep.equal(before);
      }),
    );
  });

  it('changes nothing a second time', () => {
    fc.assert(
      fc.property(randomJsonObject, randomJsonObject, (object, patch) => {
        const once = applyJsonMergePatch(object, patch);
        expect(applyJsonMergePatch(once, patch)).to.deep.equal(once);
      }),
    );
  });

  it('brings, three-way, an untouched live object to the modified one', () => {
    fc.assert(
      fc.property(randomJsonObject, randomJsonObject, (original, modified) => {
        const patch = createThreeWayJsonMergePatch(original, modified, original);
        expect(applyJsonMergePatch(original, patch)).to.deep.equal(modified);
      }),
    );
  });

  it('keeps three-way what only the live object has', () => {
    const patch = createThreeWayJsonMergePatch({ a: 1, b: 2 }, { a: 1 }, { a: 5, b: 2, c: 3 });
    expect(patch).to.deep.equal({ a: 1, b: null });
  });

  it('refuses a patch that is a text', () => {
    expect(() => applyJsonMergePatch({ a: 1 }, 'b')).to.throw('Invalid JSON Patch');
  });
});
