/** Volumes that wait for the first pod: the scheduler chooses them, on the whole simulated cluster. */
import { expect } from 'chai';
import type { Event, KubeObject, Pod } from '../../../src/kube/index.ts';
import { createSimulator } from '../../../src/simulator/index.ts';
import type { Simulator } from '../../../src/simulator/index.ts';
import type { PersistentVolume, PersistentVolumeClaim } from '../../../src/simulator/storage/index.ts';
import { by, testLab, value } from '../bare-world.ts';

class Storage {
  readonly simulator: Simulator;
  constructor(version: string) {
    this.simulator = createSimulator({ lab: testLab(), version });
  }

  create(resource: string, object: object): void {
    const { metadata } = object as KubeObject;
    value(this.simulator.api.create(resource, metadata.namespace, object as KubeObject, by));
  }

  class(name: string, rest: object = {}): void {
    const object = { metadata: { name }, provisioner: 'kubernetes.io/no-provisioner' };
    const volumeBindingMode = 'WaitForFirstConsumer';
    this.create('storageclasses.storage.k8s.io', { ...object, volumeBindingMode, ...rest });
  }

  /** A local volume of a machine. */
  volume(name: string, node: string, storage: string, storageClassName = 'local'): void {
    const matchExpressions = [{ key: 'kubernetes.io/hostname', operator: 'In', values: [node] }];
    this.create('persistentvolumes', {
      metadata: { name },
      spec: {
        capacity: { storage },
        accessModes: ['ReadWriteOnce'],
        persistentVolumeReclaimPolicy: 'Retain',
        storageClassName,
        local: { path: '/mnt/disk' },
        nodeAffinity: { required: { nodeSelectorTerms: [{ matchExpressions }] } },
      },
    });
  }

  claim(name: string, storage: string, storageClassName = 'local'): void {
    this.create('persistentvolumeclaims', {
      metadata: { name, namespace: 'default' },
      spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage } }, storageClassName },
    });
  }

  pod(name: string, claims: readonly string[], rest: object = {}): void {
    const volumes = claims.map((claimName) => ({ name: claimName, persistentVolumeClaim: { claimName } }));
    const containers = [{ name: 'c', image: 'nginx' }];
    this.create('pods', { metadata: { name, namespace: 'default' }, spec: { containers, volumes, ...rest } });
  }

  run(seconds: number): void {
    this.simulator.runUntil(this.simulator.nowMs() + seconds * 1000);
  }

  read<T>(resource: string, name: string): T {
    const namespace = resource === 'persistentvolumes' ? undefined : 'default';
    return value(this.simulator.api.get(resource, namespace, name)) as T;
  }

  nodeOf(pod: string): string | undefined {
    return this.read<Pod>('pods', pod).spec.nodeName;
  }

  volumeOf(claim: string): string | undefined {
    return this.read<PersistentVolumeClaim>('persistentvolumeclaims', claim).spec.volumeName;
  }

  said(name: string): string[] {
    return (value(this.simulator.api.list('events', { namespace: 'default' })).items as readonly Event[])
      .filter(({ involvedObject }) => involvedObject.name === name)
      .map(({ reason = '', message = '' }) => `${reason}: ${message}`);
  }
}

describe('volumes that wait for their first consumer', () => {
  it('are bound where the pod goes, the smallest that will do, and before the pod', () => {
    const storage = new Storage('1.20');
    storage.class('local');
    storage.volume('large', 'w1-k8s', '10Gi');
    storage.volume('small', 'w2-k8s', '2Gi');
    storage.claim('data', '1Gi');
    storage.run(30);
    expect(storage.volumeOf('data')).to.equal(undefined);
    expect(storage.said('data')).to.deep.equal([
      'WaitForFirstConsumer: waiting for first consumer to be created before binding',
    ]);
    storage.pod('p', ['data'], { nodeSelector: { 'kubernetes.io/hostname': 'w2-k8s' } });
    storage.run(0.5);
    const { spec, metadata } = storage.read<PersistentVolume>('persistentvolumes', 'small');
    expect(spec.claimRef).to.include({ namespace: 'default', name: 'data' });
    expect(metadata.annotations).to.deep.equal({ 'pv.kubernetes.io/bound-by-controller': 'yes' });
    expect(storage.nodeOf('p')).to.equal(undefined);
    storage.run(5);
    expect(storage.nodeOf('p')).to.equal('w2-k8s');
    expect(storage.volumeOf('data')).to.equal('small');
  });

  it('are chosen with both claims of a pod in mind, and by two pods at once', () => {
    const storage = new Storage('1.20');
    storage.class('local');
    for (const [name, node, size] of [
      ['a', 'w1-k8s', '1Gi'], ['b', 'w2-k8s', '2Gi'], ['c', 'w2-k8s', '3Gi'], ['d', 'w3-k8s', '9Gi'],
    ] as const) storage.volume(name, node, size); // prettier-ignore
    storage.claim('large', '2Gi');
    storage.claim('small', '1Gi');
    storage.claim('other', '1Gi');
    storage.run(5);
    storage.pod('p', ['large', 'small']);
    storage.pod('q', ['other'], { nodeSelector: { 'kubernetes.io/hostname': 'w3-k8s' } });
    storage.run(10);
    expect(storage.nodeOf('p')).to.equal('w2-k8s');
    expect([storage.volumeOf('small'), storage.volumeOf('large')]).to.deep.equal(['b', 'c']);
    expect(storage.volumeOf('other')).to.equal('d');
  });

  it('keep a pod waiting while no node has one, and let it go when one comes', () => {
    const storage = new Storage('1.20');
    storage.class('local');
    storage.claim('data', '1Gi');
    storage.pod('p', ['data']);
    storage.run(40);
    const why = "node(s) didn't find available persistent volumes to bind";
    expect(storage.said('p').join('\n')).to.include(`3 ${why}`);
    expect(storage.said('data').at(-1)).to.equal('WaitForPodScheduled: waiting for pod p to be scheduled');
    storage.volume('late', 'w3-k8s', '1Gi');
    storage.run(15);
    expect(storage.nodeOf('p')).to.equal('w3-k8s');
  });

  it('hold later pods where they are', () => {
    for (const [version, reason] of [
      ['1.20', 'node(s) had volume node affinity conflict'],
      ['1.33', "node(s) didn't match PersistentVolume's node affinity"],
    ] as const) {
      const storage = new Storage(version);
      storage.class('local');
      storage.volume('v', 'w1-k8s', '1Gi');
      storage.claim('data', '1Gi');
      storage.pod('p', ['data']);
      storage.run(10);
      expect(storage.nodeOf('p')).to.equal('w1-k8s');
      storage.pod('q', ['data'], { nodeSelector: { 'kubernetes.io/hostname': 'w2-k8s' } });
      storage.run(10);
      expect(storage.said('q').join('\n')).to.include(`1 ${reason}`);
    }
  });

  it('are asked of a provisioner, for a node within the allowed topologies', () => {
    const storage = new Storage('1.23');
    const matchLabelExpressions = [{ key: 'kubernetes.io/hostname', values: ['w3-k8s'] }];
    storage.class('made', {
      provisioner: 'example.com/disk',
      allowedTopologies: [{ matchLabelExpressions }],
    });
    storage.claim('data', '1Gi', 'made');
    storage.pod('p', ['data']);
    storage.run(10);
    const { metadata } = storage.read<PersistentVolumeClaim>('persistentvolumeclaims', 'data');
    expect(metadata.annotations).to.deep.equal({
      'volume.beta.kubernetes.io/storage-provisioner': 'example.com/disk',
      'volume.kubernetes.io/storage-provisioner': 'example.com/disk',
      'volume.kubernetes.io/selected-node': 'w3-k8s',
    });
    expect(storage.said('data').at(-1)).to.equal(
      'ExternalProvisioning: waiting for a volume to be created, either by external provisioner "example.com/disk" or manually created by system administrator',
    );
    expect(storage.nodeOf('p')).to.equal(undefined);
    storage.run(610);
    expect(storage.said('p').join('\n')).to.include(
      'FailedScheduling: running PreBind plugin "VolumeBinding": binding volumes: timed out waiting for the condition',
    );
  });

  it('let go of a pod that is deleted while it waits', () => {
    const storage = new Storage('1.20');
    storage.class('made', { provisioner: 'example.com/disk' });
    storage.claim('data', '1Gi', 'made');
    storage.pod('p', ['data']);
    storage.run(5);
    value(storage.simulator.api.delete('pods', 'default', 'p', { gracePeriodSeconds: 0 }, by));
    storage.run(5);
    expect(storage.said('p').at(-1)).to.equal(
      'FailedScheduling: running PreBind plugin "VolumeBinding": binding volumes: pod does not exist any more: pod "p" not found',
    );
  });
});

describe('claims that a pod cannot do without', () => {
  const immediate = 'pod has unbound immediate PersistentVolumeClaims';
  for (const [version, message] of [
    ['1.18', `running "VolumeBinding" filter plugin for pod "p": ${immediate}`],
    ['1.20', `0/4 nodes are available: 4 ${immediate}.`],
    [
      '1.25',
      `0/4 nodes are available: 4 ${immediate}. preemption: 0/4 nodes are available: 4 Preemption is not helpful for scheduling.`,
    ],
    [
      '1.27',
      `0/4 nodes are available: ${immediate}. preemption: 0/4 nodes are available: 4 No preemption victims found for incoming pod..`,
    ],
    [
      '1.30',
      `0/4 nodes are available: ${immediate}. preemption: 0/4 nodes are available: 4 Preemption is not helpful for scheduling.`,
    ],
    ['1.35', `0/4 nodes are available: ${immediate}. not found`],
  ] as const)
    // prettier-ignore
    it(`are named by the scheduler of ${version}, and let the pod go once they are bound`, () => {
      const storage = new Storage(version);
      storage.claim('data', '1Gi', 'none');
      storage.pod('p', ['data']);
      storage.run(3);
      expect(storage.said('p')[0]).to.equal(`FailedScheduling: ${message}`);
      storage.volume('v', 'w1-k8s', '1Gi', 'none');
      storage.run(30);
      expect(storage.nodeOf('p')).to.equal('w1-k8s');
    });

  it('stop the pod when they are not there', () => {
    for (const [version, message] of [
      ['1.19', 'persistentvolumeclaim "data" not found'],
      ['1.20', '0/4 nodes are available: 4 persistentvolumeclaim "data" not found.'],
    ] as const) {
      const storage = new Storage(version);
      storage.pod('p', ['data']);
      storage.run(3);
      expect(storage.said('p')[0]).to.equal(`FailedScheduling: ${message}`);
    }
  });
});
