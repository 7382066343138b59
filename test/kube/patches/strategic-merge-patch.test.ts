/** Strategic merge patches: what is created does what it was created for. */
import { expect } from 'chai';
import fc from 'fast-check';
import {
  PatchConflictError,
  PatchError,
  applyStrategicMergePatch,
  changedIdentity,
  cloneJson,
  createThreeWayMergePatch,
  createTwoWayMergePatch,
  mergeFieldsOf,
} from '../../../src/kube/index.ts';
import type { JsonObject } from '../../../src/kube/index.ts';
import { randomPod } from './random-objects.ts';

const podFields = mergeFieldsOf('v1', 'Pod');
const pod = (spec: JsonObject): JsonObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'p' },
  spec,
});

describe('strategic merge patch', () => {
  it('turns the original into the modified object', () => {
    fc.assert(
      fc.property(randomPod, randomPod, (original, modified) => {
        const patch = createTwoWayMergePatch(original, modified, podFields);
        expect(applyStrategicMergePatch(original, patch, podFields)).to.deep.equal(modified);
      }),
      { numRuns: 500 },
    );
  });

  it('is, three-way, the two-way patch when nobody touched the live object', () => {
    fc.assert(
      fc.property(randomPod, randomPod, (original, modified) => {
        const patch = createThreeWayMergePatch(original, modified, original, podFields);
        expect(applyStrategicMergePatch(original, patch, podFields)).to.deep.equal(modified);
        expect(patch).to.deep.equal(createTwoWayMergePatch(original, modified, podFields));
      }),
      { numRuns: 500 },
    );
  });

  it('changes neither the objects nor the patch', () => {
    fc.assert(
      fc.property(randomPod, randomPod, randomPod, (original, modified, current) => {
        const before = cloneJson([original, modified, current]);
        const patch = createThreeWayMergePatch(original, modified, current, podFields);
        const patchBefore = cloneJson(patch);
        applyStrategicMergePatch(current, patch, podFields);
        expect([original, modified, current]).to.deep.equal(before);
        expect(patch).to.deep.equal(patchBefore);
      }),
    );
  });

  it('leaves what only the live object has', () => {
    fc.assert(
      fc.property(randomPod, randomPod, (original, modified) => {
        const current = { ...original, status: { phase: 'Running' } };
        const patch = createThreeWayMergePatch(original, modified, current, podFields);
        expect(applyStrategicMergePatch(current, patch, podFields).status).to.equal(current.status);
      }),
    );
  });

  it('finds no conflict where the live object is as it was applied', () => {
    fc.assert(
      fc.property(randomPod, randomPod, (original, modified) => {
        const options = { overwrite: false };
        expect(() =>
          createThreeWayMergePatch(original, modified, original, podFields, options),
        ).not.to.throw();
      }),
    );
  });

  it('refuses to overwrite a change made live when it may not', () => {
    const [original, current, modified] = ['1', '2', '3'].map((image) =>
      pod({ containers: [{ name: 'a', image }] }),
    );
    expect(() =>
      createThreeWayMergePatch(original, modified!, current!, podFields, { overwrite: false }),
    ).to.throw(PatchConflictError, 'conflicts with changes made from original to current');
  });

  it('shares what it does not change', () => {
    const object = pod({
      containers: [
        { name: 'a', image: '1' },
        { name: 'b', env: [{ name: 'X', value: '1' }] },
      ],
    });
    const patched = applyStrategicMergePatch(
      object,
      { spec: { containers: [{ name: 'a', image: '2' }] } },
      podFields,
    );
    const list = (of: JsonObject) => (of.spec as { containers: JsonObject[] }).containers;
    expect(patched.metadata).to.equal(object.metadata);
    expect(list(patched)[1]).to.equal(list(object)[1]);
    expect(list(patched)[0]).to.deep.equal({ name: 'a', image: '2' });
  });

  it('tells which answer a bad patch gets', () => {
    const apply = (spec: JsonObject) => () =>
      applyStrategicMergePatch(pod({ volumes: [{ name: 'v' }] }), { spec }, podFields);
    const codeOf = (run: () => unknown): number | undefined => {
      try {
        run();
      } catch (error) {
        if (error instanceof PatchError) return error.code;
      }
      return undefined;
    };
    expect(codeOf(apply({ volumes: [{ name: 'v', $retainKeys: 'name' }] }))).to.equal(400);
    expect(codeOf(apply({ volumes: [[{ name: 'v' }]] }))).to.equal(500);
    expect(
      codeOf(() => applyStrategicMergePatch(pod({ volumes: [] }), { spec: { volumes: [[]] } }, podFields)),
    ).to.equal(422);
    expect(codeOf(apply({ volumes: [{ $patch: 'delete' }] }))).to.equal(500);
  });

  it('names the identity that a patch would change', () => {
    expect(changedIdentity({ kind: 'Job', metadata: { name: 'q' } })).to.deep.equal([
      'kind',
      'metadata.name',
    ]);
    expect(changedIdentity({ metadata: { labels: {} } })).to.deep.equal([]);
  });
});
