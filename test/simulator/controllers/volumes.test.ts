/** Volumes and claims on the whole simulated cluster. */
import { expect } from 'chai';
import type { Event, KubeObject } from '../../../src/kube/index.ts';
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

describe('claims of storage classes', () => {
  const inVersion = (version: string): Simulator => createSimulator({ lab: testLab(), version });
  const makeClass = (simulator: Simulator, name: string, provisioner: string, isDefault = false): void => {
    const annotations = isDefault ? { 'storageclass.kubernetes.io/is-default-class': 'true' } : {};
    create(simulator, 'storageclasses.storage.k8s.io', { metadata: { name, annotations }, provisioner });
  };
  const said = ({ api }: Simulator, name: string): string[] =>
    (value(api.list('events', { namespace: 'default' })).items as readonly Event[])
      .filter(({ involvedObject }) => involvedObject.name === name)
      .map(({ reason = '', message = '' }) => `${reason}: ${message}`);

  it('are left to an external provisioner, which is told by annotation and event', () => {
    for (const [version, annotations, message] of [
      [
        '1.20',
        ['volume.beta.kubernetes.io/storage-provisioner'],
        'waiting for a volume to be created, either by external provisioner "example.com/disk" or manually created by system administrator',
      ],
      [
        '1.28',
        ['volume.beta.kubernetes.io/storage-provisioner', 'volume.kubernetes.io/storage-provisioner'],
        "Waiting for a volume to be created either by the external provisioner 'example.com/disk' or manually by the system administrator. If volume creation is delayed, please verify that the provisioner is running and correctly registered.",
      ],
    ] as const) {
      const simulator = inVersion(version);
      makeClass(simulator, 'disk', 'example.com/disk');
      createClaim(simulator, claim('c', '1Gi', { storageClassName: 'disk' }));
      settle(simulator, 2000);
      expect(Object.keys(claimIn(simulator, 'c').metadata.annotations ?? {})).to.deep.equal(annotations);
      expect(said(simulator, 'c')).to.deep.equal([`ExternalProvisioning: ${message}`]);
    }
  });

  it('of no provisioner, or of no class, say so', () => {
    for (const [version, message] of [
      ['1.18', 'no volume plugin matched'],
      ['1.19', 'no volume plugin matched name: kubernetes.io/no-provisioner'],
    ] as const) {
      const simulator = inVersion(version);
      makeClass(simulator, 'local', 'kubernetes.io/no-provisioner');
      createClaim(simulator, claim('c', '1Gi', { storageClassName: 'local' }));
      createClaim(simulator, claim('d', '1Gi', { storageClassName: 'none' }));
      settle(simulator, 2000);
      expect(said(simulator, 'c')).to.deep.equal([`ProvisioningFailed: ${message}`]);
      expect(said(simulator, 'd')).to.deep.equal([
        'ProvisioningFailed: storageclass.storage.k8s.io "none" not found',
      ]);
    }
  });

  it('take a default class that comes later, since 1.26', () => {
    for (const [version, expected] of [
      ['1.25', undefined],
      ['1.26', 'fast'],
    ] as const) {
      const simulator = inVersion(version);
      createClaim(simulator, claim('c', '1Gi'));
      createClaim(simulator, claim('none', '1Gi', { storageClassName: '' }));
      settle(simulator);
      makeClass(simulator, 'fast', 'example.com/disk', true);
      settle(simulator);
      expect(claimIn(simulator, 'c').spec['storageClassName']).to.equal(expected);
      expect(claimIn(simulator, 'none').spec['storageClassName']).to.equal('');
    }
  });

  it('are bound at once to the volume that was made for them', () => {
    const simulator = inVersion('1.20');
    makeClass(simulator, 'disk', 'example.com/disk');
    createClaim(simulator, claim('c', '1Gi', { storageClassName: 'disk' }));
    settle(simulator, 3000);
    const { uid = '' } = claimIn(simulator, 'c').metadata;
    const claimRef = { kind: 'PersistentVolumeClaim', namespace: 'default', name: 'c', uid };
    create(simulator, 'persistentvolumes', {
      ...volume('made', '1Gi', {
        storageClassName: 'disk',
        claimRef,
        persistentVolumeReclaimPolicy: 'Delete',
      }),
      metadata: { name: 'made', annotations: { 'pv.kubernetes.io/provisioned-by': 'example.com/disk' } },
    });
    settle(simulator, 1000);
    expect(claimIn(simulator, 'c').status?.phase).to.equal('Bound');
    value(simulator.api.delete('persistentvolumeclaims', 'default', 'c', {}, by));
    settle(simulator);
    expect(volumeIn(simulator, 'made').status?.phase).to.equal('Released');
  });

  it('finds the volume of the same file, and says of no claim that it waits', () => {
    const simulator = inVersion('1.20');
    create(simulator, 'persistentvolumes', volume('of-one-file', '1Gi', {}));
    createClaim(simulator, claim('c', '1Gi', {}));
    settle(simulator, 1000);
    expect(claimIn(simulator, 'c')).to.have.nested.property('status.phase', 'Bound');
    const events = simulator.api.list('events', { namespace: 'default' });
    expect(
      events.ok && events.value.items.map((event) => (event as { reason?: string }).reason),
    ).to.deep.equal([]);
  });
});
