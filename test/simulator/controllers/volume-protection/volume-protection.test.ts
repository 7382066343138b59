import { expect } from 'chai';
import { claimProtectionController } from '../../../../src/simulator/controllers/volume-protection/index.ts';
import { ControllerManager } from '../../../../src/simulator/runtime/index.ts';
import { bareWorld, by, pod, value } from '../../bare-world.ts';

const claim = {
  apiVersion: 'v1',
  kind: 'PersistentVolumeClaim',
  metadata: { name: 'data', namespace: 'default' },
  spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
};

describe('volume protection', () => {
  it('holds a claim until the last pod that uses it is gone', () => {
    const { world, time } = bareWorld();
    const { api } = world;
    new ControllerManager(world, [claimProtectionController]).start();
    const rest = (): void => {
      while (!time.isAtRest && time.step());
    };
    value(api.create('persistentvolumeclaims', 'default', claim, by));
    const user = pod('web');
    user.spec.volumes = [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }];
    value(api.create('pods', 'default', user, by));
    value(api.post('pods', 'default', 'web', 'binding', { target: { kind: 'Node', name: 'w1-k8s' } }, by));
    rest();
    value(api.delete('persistentvolumeclaims', 'default', 'data', {}, by));
    rest();
    const { metadata } = value(api.get('persistentvolumeclaims', 'default', 'data'));
    expect(metadata.finalizers).to.deep.equal(['kubernetes.io/pvc-protection']);
    value(api.delete('pods', 'default', 'web', { gracePeriodSeconds: 0 }, by));
    rest();
    expect(api.get('persistentvolumeclaims', 'default', 'data').ok).to.equal(false);
  });
});
