/** Volumes and claims on the whole simulated cluster. */
import { expect } from 'chai';
import type { KubeObject } from '../../../src/kube/index.ts';
import { createSimulator } from '../../../src/simulator/index.ts';
import type { Simulator } from '../../../src/simulator/index.ts';
import { by, testLab, value } from '../bare-world.ts';

type Stored = KubeObject & { spec: Record<string, unknown>; status?: { phase?: string; capacity?: object } };

const create = ({ api }: Simulator, resource: string, object: object): void => {
  value(api.create(resource, 'namespace' in object ? 'default' : undefined, object as KubeObject, by));
};

const volume = (name: string, storage: string, spec: object = {}) => ({
  apiVersion: 'v1',
  kind: 'PersistentVolume',
  metadata: { name },
  spec: {
    capacity: { storage },
    accessModes: ['ReadWriteMany'],
    persistentVolumeReclaimPolicy: 'Retain',
    nfs: { server: '192.168.1.10', path: '/nfs_shared' },
    ...spec,
  },
});

const claim = (name: string, storage: string, spec: object = {}) => ({
  apiVersion: 'v1',
  kind: 'PersistentVolumeClaim',
  metadata: { name, namespace: 'default' },
  spec: { accessModes: ['ReadWriteMany'], resources: { requests: { storage } }, ...spec },
});

const started = (): Simulator => createSimulator({ lab: testLab() });
const createClaim = ({ api }: Simulator, object: object): void => {
  value(api.create('persistentvolumeclaims', 'default', object as KubeObject, by));
};
const settle = (simulator: Simulator, ms = 30_000): void => simulator.runUntil(simulator.nowMs() + ms);
const volumeIn = ({ api }: Simulator, name: string): Stored =>
  value(api.get('persistentvolumes', undefined, name)) as Stored;
const claimIn = ({ api }: Simulator, name: string): Stored =>
  value(api.get('persistentvolumeclaims', 'default', name)) as Stored;

describe('volume binder', () => {
  it('binds a claim to the smallest volume that will do', () => {
    const simulator = started();
    create(simulator, 'persistentvolumes', volume('large', '1Gi'));
    create(simulator, 'persistentvolumes', volume('small', '100Mi'));
    settle(simulator, 1000);
    expect(volumeIn(simulator, 'small').status?.phase).to.equal('Available');
    createClaim(simulator, claim('c', '10Mi'));
    settle(simulator, 1000);
    expect(claimIn(simulator, 'c').spec['volumeName']).to.equal('small');
    expect(claimIn(simulator, 'c').status).to.deep.include({
      phase: 'Bound',
      capacity: { storage: '100Mi' },
    });
    expect(volumeIn(simulator, 'small').status?.phase).to.equal('Bound');
    expect(volumeIn(simulator, 'large').status?.phase).to.equal('Available');
  });

  it('lets a claim wait for a volume that comes later', () => {
    const simulator = started();
    createClaim(simulator, claim('c', '10Mi'));
    settle(simulator);
    expect(claimIn(simulator, 'c').status?.phase).to.equal('Pending');
    create(simulator, 'persistentvolumes', volume('late', '10Mi'));
    settle(simulator);
    expect(claimIn(simulator, 'c').status?.phase).to.equal('Bound');
  });

  for (const [policy, phase] of [
    ['Retain', 'Released'],
    ['Delete', 'Failed'],
    ['Recycle', 'Available'],
  ] as const) {
    it(`${policy}: a volume whose claim is deleted is ${phase}`, () => {
      const simulator = started();
      create(simulator, 'persistentvolumes', volume('v', '10Mi', { persistentVolumeReclaimPolicy: policy }));
      settle(simulator, 1000);
      createClaim(simulator, claim('c', '10Mi'));
      settle(simulator, 1000);
      expect(volumeIn(simulator, 'v').status?.phase).to.equal('Bound');
      value(simulator.api.delete('persistentvolumeclaims', 'default', 'c', {}, by));
      settle(simulator);
      expect(volumeIn(simulator, 'v').status?.phase).to.equal(phase);
    });
  }

  it('tells of a claim that its volume is lost', () => {
    const simulator = started();
    create(simulator, 'persistentvolumes', volume('v', '10Mi'));
    createClaim(simulator, claim('c', '10Mi'));
    settle(simulator);
    const bound = volumeIn(simulator, 'v');
    expect(bound.status?.phase).to.equal('Bound');
    const metadata = { ...bound.metadata, finalizers: [] };
    value(simulator.api.update('persistentvolumes', { ...bound, metadata }, by));
    value(simulator.api.delete('persistentvolumes', undefined, 'v', {}, by));
    settle(simulator);
    expect(claimIn(simulator, 'c').status?.phase).to.equal('Lost');
  });
});
