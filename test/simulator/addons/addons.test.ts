/** The add-ons of a lab, and what MetalLB and metrics-server do in it. */
import { expect } from 'chai';
import type { KubeObject, Pod, Service } from '../../../src/kube/index.ts';
import { addons } from '../../../src/simulator/addons/index.ts';
import { poolAddresses } from '../../../src/simulator/addons/metallb-controller.ts';
import { SmallCluster } from '../kubelet/small-cluster.ts';

const all = addons.map(({ name }) => ({ name }));

describe('add-ons', () => {
  it('are installed and at rest when a lab is first observed', () => {
    const nfs = [{ address: '192.168.1.10', exports: ['/nfs_shared'] }];
    const { simulator } = new SmallCluster({ addons: all, nfs });
    const listed = simulator.api.list('pods', {});
    const pods: readonly Pod[] = listed.ok ? listed.value.items : [];
    const names = pods.map(({ metadata }) =>
      metadata.name.replace(
        /(?<=^(?:calico-kube-controllers|controller|coredns|local-path-provisioner|metrics-server|nfs-client-provisioner))-[a-z0-9]+-[a-z0-9]{5}$|(?<=^(?:calico-node|kube-proxy|speaker))-[a-z0-9]{5}$/,
        '',
      ),
    );
    expect([...new Set(names)].sort()).to.deep.equal([
      'calico-kube-controllers', 'calico-node', 'controller', 'coredns', 'etcd-m-k8s', 'kube-apiserver-m-k8s', 'kube-controller-manager-m-k8s',
      'kube-proxy', 'kube-scheduler-m-k8s', 'local-path-provisioner', 'metrics-server', 'nfs-client-provisioner', 'speaker',
    ]); // prettier-ignore
    for (const { metadata, status } of pods)
      expect(status?.conditions?.find(({ type }) => type === 'Ready')?.status, metadata.name).to.equal(
        'True',
      );
    expect(names.filter((name) => name === 'speaker')).to.have.length(3);
  });

  it('reads the addresses of a pool', () => {
    expect(poolAddresses('addresses:\n- 192.168.1.11-192.168.1.13\n- 10.0.0.0/31\n')).to.deep.equal([
      '192.168.1.11', '192.168.1.12', '192.168.1.13', '10.0.0.0', '10.0.0.1',
    ]); // prettier-ignore
  });

  it('MetalLB gives the first free address, and none when none is left', () => {
    const cluster = new SmallCluster({
      addons: [{ name: 'metallb', settings: { pool: '192.168.1.11-192.168.1.12' } }],
    });
    const names = ['one', 'two', 'three'];
    for (const name of names) {
      cluster.create('services', {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name, namespace: 'default' },
        spec: { type: 'LoadBalancer', ports: [{ port: 80 }] },
      });
      cluster.run(2);
    }
    const address = (name: string): string | undefined => {
      const found = cluster.simulator.api.get('services', 'default', name);
      return found.ok ? (found.value as Service).status?.loadBalancer?.ingress?.[0]?.ip : undefined;
    };
    expect(names.map(address)).to.deep.equal(['192.168.1.11', '192.168.1.12', undefined]);
    expect(cluster.events('three').join('\n')).to.include(
      'Warning AllocationFailed Failed to allocate IP for "default/three": no available IPs',
    );
    cluster.simulator.api.delete('services', 'default', 'one', {}, { user: 'test' });
    cluster.run(2);
    expect(address('three')).to.equal('192.168.1.11');
  });
});

describe('metrics', () => {
  const usage = (cluster: SmallCluster): Record<string, string> => {
    const listed = cluster.simulator.api.list('pods.metrics.k8s.io', { namespace: 'default' });
    const items: readonly (KubeObject & { containers?: { usage: Record<string, string> }[] })[] = listed.ok
      ? listed.value.items
      : [];
    return Object.fromEntries(
      items.map(({ metadata, containers }) => [metadata.name, containers?.[0]?.usage['cpu'] ?? '']),
    );
  };

  it('are not served without metrics-server', () => {
    const answer = new SmallCluster().simulator.api.list('pods.metrics.k8s.io', {});
    expect(!answer.ok && answer.status.code).to.equal(404);
  });

  it('tell what a load costs a pod', () => {
    const cluster = new SmallCluster({ addons: [{ name: 'metrics-server' }] });
    cluster.createPod('echo', {
      containers: [{ name: 'c', image: 'sysnet4admin/echo-hname', resources: { limits: { cpu: '50m' } } }],
    });
    cluster.until(() => cluster.isReady('echo'));
    cluster.run(130);
    expect(usage(cluster)).to.deep.equal({ echo: '0' });
    const url = `http://${cluster.pod('echo').status?.podIP ?? ''}`;
    const load = cluster.simulator.site.startLoad({ request: { url }, requestsPerSecond: 25 });
    cluster.run(130);
    expect(usage(cluster)).to.deep.equal({ echo: '10000000n' });
    load.stop();
    const heavy = cluster.simulator.site.startLoad({ request: { url }, requestsPerSecond: 1000 });
    cluster.run(130);
    expect(usage(cluster), 'no more than its limit').to.deep.equal({ echo: '50000000n' });
    heavy.stop();
    cluster.run(130);
    expect(usage(cluster)).to.deep.equal({ echo: '0' });
  });

  it('come alive with the objects that install it, and go with them', () => {
    const cluster = new SmallCluster({ addons: [{ name: 'metrics-server' }] });
    const found = cluster.simulator.api.get(
      'apiservices.apiregistration.k8s.io',
      undefined,
      'v1beta1.metrics.k8s.io',
    );
    expect(found.ok && JSON.stringify(found.value)).to.include('"Passed"');
    cluster.simulator.api.delete('deployments.apps', 'kube-system', 'metrics-server', {}, { user: 'test' });
    cluster.run(60);
    const unavailable = cluster.simulator.api.list('nodes.metrics.k8s.io', {});
    expect(!unavailable.ok && unavailable.status.code).to.equal(503);
    cluster.simulator.api.delete(
      'apiservices.apiregistration.k8s.io',
      undefined,
      'v1beta1.metrics.k8s.io',
      {},
      { user: 'test' },
    );
    cluster.run(1);
    const absent = cluster.simulator.api.list('nodes.metrics.k8s.io', {});
    expect(!absent.ok && absent.status.code).to.equal(404);
  });
});
