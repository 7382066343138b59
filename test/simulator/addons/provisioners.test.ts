/** Dynamic provisioners: volumes made for claims, and taken away with them. */
import { expect } from 'chai';
import type { KubeObject, Pod } from '../../../src/kube/index.ts';
import type { Lab } from '../../../src/simulator/index.ts';
import type { PersistentVolume, PersistentVolumeClaim } from '../../../src/simulator/storage/index.ts';
import { SmallCluster } from '../kubelet/small-cluster.ts';

class Provisioned extends SmallCluster {
  constructor(name: string, settings: Record<string, unknown> = {}, lab: Partial<Lab> = {}) {
    super({ addons: [{ name, settings }], ...lab });
  }

  claim(name: string, spec: object = {}): void {
    this.create('persistentvolumeclaims', {
      metadata: { name, namespace: 'default' },
      spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } }, ...spec },
    });
  }

  mount(name: string, claimName: string, command: string, spec: object = {}): void {
    this.create('pods', {
      metadata: { name, namespace: 'default' },
      spec: {
        containers: [
          {
            name: 'c',
            image: 'busybox',
            command: ['sh', '-c', command],
            volumeMounts: [{ name: 'data', mountPath: '/data' }],
          },
        ],
        volumes: [{ name: 'data', persistentVolumeClaim: { claimName } }],
        restartPolicy: 'Never',
        ...spec,
      },
    });
  }

  read<T>(resource: string, name: string): T | undefined {
    const namespace = resource === 'persistentvolumes' ? undefined : 'default';
    const answer = this.simulator.api.get(resource, namespace, name);
    return answer.ok ? (answer.value as unknown as T) : undefined;
  }

  volumes(): readonly PersistentVolume[] {
    const answer = this.simulator.api.list('persistentvolumes');
    return answer.ok ? (answer.value.items as readonly PersistentVolume[]) : [];
  }

  /** Its events, however often each was told. */
  told(name: string): string[] {
    return this.events(name).map((line) => line.replace(/ \(\d+\)$/, ''));
  }

  delete(resource: string, name: string): void {
    this.simulator.api.delete(resource, 'default', name, {}, { user: 'test' });
  }

  eventsIn(namespace: string): string[] {
    const answer = this.simulator.api.list('events', { namespace });
    const items = answer.ok ? answer.value.items : [];
    return items.map(
      ({ reason = '', message = '' }: { reason?: string; message?: string }) => `${reason} ${message}`,
    );
  }
}

describe('local-path-provisioner', () => {
  it('makes a directory on the node of the first pod, and removes it with the claim', () => {
    const cluster = new Provisioned('local-path-provisioner');
    cluster.claim('data', { storageClassName: 'local-path' });
    cluster.run(20);
    expect(cluster.read<PersistentVolumeClaim>('persistentvolumeclaims', 'data')?.status?.phase).to.equal(
      'Pending',
    );
    expect(cluster.volumes()).to.deep.equal([]);
    cluster.mount('writer', 'data', 'echo hello > /data/greeting; sleep 3600');
    cluster.run(60);
    const [volume] = cluster.volumes();
    const claim = cluster.read<PersistentVolumeClaim>('persistentvolumeclaims', 'data')!;
    const uid = claim.metadata.uid ?? '';
    const writer = cluster.read<Pod>('pods', 'writer')!;
    const node = writer.spec.nodeName ?? '';
    expect(volume?.metadata.name).to.equal(`pvc-${uid}`);
    expect(volume?.metadata.annotations).to.deep.equal({
      'pv.kubernetes.io/provisioned-by': 'rancher.io/local-path',
    });
    expect(volume?.spec).to.deep.include({
      capacity: { storage: '1Gi' },
      persistentVolumeReclaimPolicy: 'Delete',
      storageClassName: 'local-path',
      hostPath: { path: `/opt/local-path-provisioner/pvc-${uid}_default_data`, type: 'DirectoryOrCreate' },
    });
    expect(volume?.spec.nodeAffinity?.required?.nodeSelectorTerms).to.deep.equal([
      { matchExpressions: [{ key: 'kubernetes.io/hostname', operator: 'In', values: [node] }] },
    ]);
    expect(volume?.status?.phase).to.equal('Bound');
    expect(writer.status?.phase).to.equal('Running');
    const told = cluster.told('data').map((line) => line.replace(uid, 'UID'));
    expect(told).to.deep.equal([
      'Normal WaitForFirstConsumer waiting for first consumer to be created before binding',
      'Normal ExternalProvisioning waiting for a volume to be created, either by external provisioner "rancher.io/local-path" or manually created by system administrator',
      'Normal Provisioning External provisioner is provisioning volume for claim "default/data"',
      'Normal ProvisioningSucceeded Successfully provisioned volume pvc-UID',
    ]);
    const helped = cluster.eventsIn('local-path-storage').filter((line) => line.includes('helper-pod'));
    expect(helped.join('\n')).to.include('Started container helper-pod');

    cluster.mount('reader', 'data', 'grep -q hello /data/greeting');
    cluster.run(30);
    const reader = cluster.read<Pod>('pods', 'reader')!;
    expect([reader.spec.nodeName, reader.status?.phase]).to.deep.equal([node, 'Succeeded']);

    for (const name of ['writer', 'reader']) cluster.delete('pods', name);
    cluster.run(60);
    cluster.delete('persistentvolumeclaims', 'data');
    cluster.run(60);
    expect(cluster.volumes()).to.deep.equal([]);
  });

  it('serves no class that does not wait for a pod, and is asked again and again', () => {
    const cluster = new Provisioned('local-path-provisioner');
    cluster.create('storageclasses.storage.k8s.io', {
      metadata: { name: 'hasty' },
      provisioner: 'rancher.io/local-path',
    });
    cluster.claim('data', { storageClassName: 'hasty' });
    cluster.run(20);
    expect(cluster.told('data')).to.include(
      'Warning ProvisioningFailed failed to provision volume with StorageClass "hasty": configuration error, no node was specified',
    );
  });
});

describe('nfs-subdir-external-provisioner', () => {
  const nfs = [{ address: '192.168.1.10', exports: ['/nfs_shared'] }];

  it('makes a directory of the export at once, which pods of several nodes share', () => {
    const cluster = new Provisioned('nfs-subdir-external-provisioner', { default: true }, { nfs });
    cluster.claim('data', { accessModes: ['ReadWriteMany'] });
    cluster.run(10);
    const [volume] = cluster.volumes();
    const name = `pvc-${cluster.read<KubeObject>('persistentvolumeclaims', 'data')?.metadata.uid ?? ''}`;
    expect(volume?.spec.nfs).to.deep.equal({
      server: '192.168.1.10',
      path: `/nfs_shared/default-data-${name}`,
    });
    expect(volume?.status?.phase).to.equal('Bound');
    cluster.mount('writer', 'data', 'echo hello > /data/greeting', { nodeName: 'w1-k8s' });
    cluster.run(30);
    cluster.mount('reader', 'data', 'grep -q hello /data/greeting', { nodeName: 'w2-k8s' });
    cluster.run(30);
    expect(cluster.read<Pod>('pods', 'reader')?.status?.phase).to.equal('Succeeded');
    for (const pod of ['writer', 'reader']) cluster.delete('pods', pod);
    cluster.run(10);
    cluster.delete('persistentvolumeclaims', 'data');
    cluster.run(20);
    expect(cluster.volumes()).to.deep.equal([]);
  });

  it('does nothing while its pod does not run', () => {
    const cluster = new Provisioned('nfs-subdir-external-provisioner', {}, { nfs });
    const patch = { spec: { replicas: 0 } };
    const by = { user: 'test' };
    const { api } = cluster.simulator;
    api.patch('deployments.apps', 'default', 'nfs-client-provisioner', 'merge-patch+json', patch, by);
    cluster.run(60);
    cluster.claim('data', { storageClassName: 'nfs-client' });
    cluster.run(60);
    expect(cluster.volumes()).to.deep.equal([]);
    api.patch(
      'deployments.apps',
      'default',
      'nfs-client-provisioner',
      'merge-patch+json',
      { spec: { replicas: 1 } },
      by,
    );
    cluster.run(60);
    expect(cluster.volumes()).to.have.length(1);
  });
});
