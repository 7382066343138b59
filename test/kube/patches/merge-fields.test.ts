/** Which fields are merged, by kind and version; what happens to fields that a type does not have. */
import { expect } from 'chai';
import {
  PatchError,
  applyStrategicMergePatch,
  createTwoWayMergePatch,
  mergeFieldsOf,
  parseKubernetesVersion,
} from '../../../src/kube/index.ts';

describe('merge fields', () => {
  for (const [apiVersion, kind, path, mergeKey] of [
    ['v1', 'Pod', ['spec', 'containers'], 'name'],
    ['v1', 'Pod', ['spec', 'topologySpreadConstraints'], 'topologyKey'],
    ['apps/v1', 'Deployment', ['spec', 'template', 'spec', 'hostAliases'], 'ip'],
    ['batch/v1beta1', 'CronJob', ['spec', 'jobTemplate', 'spec', 'template', 'spec', 'volumes'], 'name'],
    ['v1', 'Service', ['spec', 'ports'], 'port'],
    ['v1', 'Node', ['status', 'addresses'], 'type'],
    ['v1', 'ServiceAccount', ['secrets'], 'name'],
    ['rbac.authorization.k8s.io/v1', 'Role', ['metadata', 'ownerReferences'], 'uid'],
  ] as const)
    it(`merges ${path.join('.')} of ${kind} by ${mergeKey}`, () => {
      let fields = mergeFieldsOf(apiVersion, kind);
      for (const name of path.slice(0, -1)) fields = fields.mapField(name).type;
      const field = fields.listField(path.at(-1)!);
      expect([field.isMerged, field.mergeKey]).to.deep.equal([true, mergeKey]);
    });

  it('replaces tolerations, taints and rules whole', () => {
    expect(mergeFieldsOf('v1', 'Pod').mapField('spec').type.listField('tolerations').isMerged).to.equal(
      false,
    );
    expect(mergeFieldsOf('v1', 'Node').mapField('spec').type.listField('taints').isMerged).to.equal(false);
    expect(mergeFieldsOf('rbac.authorization.k8s.io/v1', 'Role').listField('rules').isMerged).to.equal(false);
  });

  it('follows the version', () => {
    const selectorAt = (version: string) =>
      mergeFieldsOf('policy/v1beta1', 'PodDisruptionBudget', parseKubernetesVersion(version))
        .mapField('spec')
        .type.mapField('selector');
    expect(selectorAt('1.20').isReplaced).to.equal(false);
    expect(selectorAt('1.21').isReplaced).to.equal(true);
  });

  it('merges maps and replaces lists of kinds it does not know', () => {
    const fields = mergeFieldsOf('example.com/v1', 'Widget');
    const object = { spec: { a: { x: 1 }, list: [{ name: 'a' }] } };
    const patch = { spec: { a: { y: 2 }, list: [{ name: 'b' }] } };
    expect(applyStrategicMergePatch(object, patch, fields)).to.deep.equal({
      spec: { a: { x: 1, y: 2 }, list: [{ name: 'b' }] },
    });
  });

  it('refuses to merge maps of a field that the type does not have', () => {
    const object = { data: { a: '1' }, wrong: { a: 1 } };
    const fields = mergeFieldsOf('v1', 'ConfigMap');
    const message = 'unable to find api field in struct ConfigMap for the json field "wrong"';
    expect(() => applyStrategicMergePatch(object, { wrong: { b: 2 } }, fields)).to.throw(PatchError, message);
    expect(() => createTwoWayMergePatch(object, { wrong: { b: 2 } }, fields)).to.throw(PatchError, message);
    expect(createTwoWayMergePatch(object, { wrong: { a: 1 } }, fields)).to.deep.equal({ data: null });
  });

  it('deletes nothing from a list that is not there', () => {
    const patch = { metadata: { '$deleteFromPrimitiveList/finalizers': ['a'] } };
    const patched = applyStrategicMergePatch({ metadata: { name: 'p' } }, patch, mergeFieldsOf('v1', 'Pod'));
    expect(patched).to.deep.equal({ metadata: { name: 'p' } });
  });
});
