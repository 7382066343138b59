/** Machines that lose power, network or kubelet; machines that join and leave. */
import { expect } from 'chai';
import { SmallCluster } from './small-cluster.ts';

const nginx = { name: 'nginx', image: 'nginx:1.16.0' };
const started = (): SmallCluster => {
  const cluster = new SmallCluster();
  cluster.createPod('web', { containers: [nginx], tolerations: [{ operator: 'Exists' }] });
  cluster.until(() => cluster.isReady('web'));
  return cluster;
};
const ready = (cluster: SmallCluster, name: string): string | undefined =>
  cluster.condition(cluster.node(name), 'Ready');

describe('a node', () => {
  it('has the resources, labels and conditions of a kubelet', () => {
    const cluster = new SmallCluster();
    const { status, metadata, spec } = cluster.node('m-k8s');
    expect(status?.capacity).to.include({ cpu: '2', memory: '2097152Ki', pods: '110' });
    expect(status?.allocatable).to.include({ cpu: '2', memory: '1994752Ki' });
    expect(status?.nodeInfo).to.include({
      kubeletVersion: 'v1.20.2',
      containerRuntimeVersion: 'docker://19.3.15',
    });
    expect(metadata.labels).to.include({
      'node-role.kubernetes.io/master': '',
      'kubernetes.io/hostname': 'm-k8s',
    });
    expect(spec.taints).to.deep.include({ effect: 'NoSchedule', key: 'node-role.kubernetes.io/master' });
    expect(status?.conditions?.map(({ reason }) => reason)).to.deep.equal([
      'KubeletHasSufficientMemory', 'KubeletHasNoDiskPressure', 'KubeletHasSufficientPID', 'KubeletReady',
    ]); // prettier-ignore
  });

  it('without power becomes unknown; with it again, ready, its pods restarted with new addresses', () => {
    const cluster = started();
    const address = cluster.pod('web').status?.podIP ?? '';
    cluster.simulator.site.fault({ kind: 'powerOff', node: 'w1-k8s' });
    expect(cluster.simulator.site.request({ url: `http://${address}` })).to.have.property('error');
    expect(cluster.until(() => ready(cluster, 'w1-k8s') === 'Unknown')).to.be.within(30, 60);
    cluster.simulator.site.fault({ kind: 'powerOn', node: 'w1-k8s' });
    cluster.until(() => ready(cluster, 'w1-k8s') === 'True', 60);
    cluster.until(
      () => cluster.pod('web').status?.containerStatuses?.[0]?.restartCount === 1 && cluster.isReady('web'),
    );
    expect(cluster.pod('web').status?.podIP).not.to.equal(address);
    expect(cluster.pod('web').status?.containerStatuses?.[0]?.lastState?.terminated?.exitCode).to.equal(255);
    expect(cluster.events('web').join('\n')).to.include(
      'Pod sandbox changed, it will be killed and re-created.',
    );
    expect(cluster.events('w1-k8s').join('\n')).to.match(
      /Warning Rebooted Node w1-k8s has been rebooted, boot id: /,
    );
  });

  it('without network is unknown but keeps its containers', () => {
    const cluster = started();
    const before = cluster.pod('web').status?.containerStatuses?.[0]?.containerID;
    cluster.simulator.site.fault({ kind: 'cutNetwork', node: 'w1-k8s' });
    cluster.until(() => ready(cluster, 'w1-k8s') === 'Unknown');
    cluster.simulator.site.fault({ kind: 'restoreNetwork', node: 'w1-k8s' });
    cluster.until(() => ready(cluster, 'w1-k8s') === 'True', 15);
    cluster.until(() => cluster.isReady('web'), 15);
    expect(cluster.pod('web').status?.containerStatuses?.[0]?.containerID).to.equal(before);
  });

  it('without kubelet still serves, and is looked after again afterwards', () => {
    const cluster = started();
    const { site } = cluster.simulator;
    const address = cluster.pod('web').status?.podIP ?? '';
    site.fault({ kind: 'stopKubelet', node: 'w1-k8s' });
    cluster.until(() => ready(cluster, 'w1-k8s') === 'Unknown');
    expect(site.request({ url: `http://${address}` })).to.include({ status: 200 });
    site.fault({ kind: 'startKubelet', node: 'w1-k8s' });
    cluster.until(() => ready(cluster, 'w1-k8s') === 'True' && cluster.isReady('web'), 30);
    expect(cluster.pod('web').status?.containerStatuses?.[0]?.restartCount).to.equal(0);
  });

  it('tells that it has been cordoned and uncordoned', () => {
    const cluster = new SmallCluster();
    const { api } = cluster.simulator;
    for (const unschedulable of [true, null]) {
      api.patch(
        'nodes',
        undefined,
        'w1-k8s',
        'merge-patch+json',
        { spec: { unschedulable } },
        { user: 'test' },
      );
      cluster.run(11);
    }
    const told = cluster.events('w1-k8s').filter((text) => text.includes('chedulable'));
    expect(told).to.deep.equal([
      'Normal NodeNotSchedulable Node w1-k8s status is now: NodeNotSchedulable',
      'Normal NodeSchedulable Node w1-k8s status is now: NodeSchedulable',
    ]);
  });

  it('joins and leaves', () => {
    const cluster = new SmallCluster();
    expect(cluster.simulator.site.addNode('w9-k8s')).to.equal('the lab has no spare machine "w9-k8s"');
    expect(cluster.simulator.site.addNode('w3-k8s')).to.equal(undefined);
    cluster.until(() => ready(cluster, 'w3-k8s') === 'True');
    expect(cluster.simulator.site.removeNode('w3-k8s')).to.equal(undefined);
    expect(cluster.simulator.api.get('nodes', undefined, 'w3-k8s').ok).to.equal(false);
  });

  it('pulls nothing from a broken registry, and more slowly from a slow one', () => {
    const cluster = new SmallCluster();
    cluster.simulator.site.fault({ kind: 'breakRegistry', image: 'nginx' });
    cluster.createPod('web', { containers: [nginx] });
    cluster.until(
      () => cluster.pod('web').status?.containerStatuses?.[0]?.state?.waiting?.reason === 'ErrImagePull',
    );
    cluster.simulator.site.fault({ kind: 'restoreRegistry', image: 'nginx' });
    cluster.until(() => cluster.isReady('web'));
    cluster.simulator.site.fault({ kind: 'slowPull', image: 'httpd', delayMs: 60_000 });
    cluster.createPod('slow', { containers: [{ name: 'c', image: 'httpd' }] });
    expect(cluster.until(() => cluster.isReady('slow'))).to.be.above(60);
  });
});
