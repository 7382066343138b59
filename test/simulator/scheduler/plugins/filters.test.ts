/** Tests of the plugins that filter. */
import { expect } from 'chai';
import { podOf, requesting, smallCluster } from '../small-cluster.ts';

const onHost = { topologyKey: 'kubernetes.io/hostname', labelSelector: { matchLabels: { app: 'db' } } };
const zones = {
  a1: { labels: { zone: 'a' } },
  a2: { labels: { zone: 'a' } },
  b1: { labels: { zone: 'b' } },
  none: {},
};

describe('scheduler filters', () => {
  it('NodeUnschedulable', () => {
    const { reasons } = smallCluster({ w1: { spec: { unschedulable: true } }, w2: {} });
    expect(reasons(podOf('p'))).deep.equal({ w1: ['node(s) were unschedulable'] });
    const key = 'node.kubernetes.io/unschedulable';
    expect(reasons(podOf('p', { tolerations: [{ key, operator: 'Exists' }] }))).deep.equal({});
  });

  it('NodeName', () => {
    const { reasons } = smallCluster({ w1: {}, w2: {} });
    expect(reasons(podOf('p', { nodeName: 'w1' }))).deep.equal({
      w2: ["node(s) didn't match the requested hostname"],
    });
  });

  it('NodeAffinity, in the words of each version', () => {
    const wishes = podOf('p', { nodeSelector: { disk: 'ssd' } });
    const words = (version: string) => smallCluster({ w1: {} }, [], { version }).reasons(wishes)['w1']?.[0];
    expect(words('1.18')).equal("node(s) didn't match node selector");
    expect(words('1.20')).equal("node(s) didn't match Pod's node affinity");
    expect(words('1.21')).equal("node(s) didn't match Pod's node affinity/selector");
    expect(words('1.30')).equal("node(s) didn't match Pod's node affinity/selector");
  });

  it('TaintToleration', () => {
    const taints = [{ key: 'node-role.kubernetes.io/master', effect: 'NoSchedule' }];
    const { reasons } = smallCluster({ m: { spec: { taints } }, w1: {} });
    expect(reasons(podOf('p'))).deep.equal({
      m: ["node(s) had taint {node-role.kubernetes.io/master: }, that the pod didn't tolerate"],
    });
    expect(reasons(podOf('p', { tolerations: [{ operator: 'Exists' }] }))).deep.equal({});
  });

  it('NodeResourcesFit tells everything that lacks', () => {
    const { reasons } = smallCluster({ w1: { cpu: '1', memory: '1Gi', pods: '1' }, w2: {} }, [
      podOf('old', { nodeName: 'w1' }),
    ]);
    expect(reasons(podOf('p', requesting('2', '2Gi')))).deep.equal({
      w1: ['Too many pods', 'Insufficient cpu', 'Insufficient memory'],
    });
  });

  it('NodeResourcesFit counts the largest init container, overhead and extended resources', () => {
    const { reasons } = smallCluster({ w1: { cpu: '2' } });
    const init = [{ name: 'i', resources: { requests: { cpu: '3' } } }];
    expect(reasons(podOf('p', { initContainers: init }))).deep.equal({ w1: ['Insufficient cpu'] });
    expect(reasons(podOf('p', { ...requesting('1'), overhead: { cpu: '1500m' } }))).deep.equal({
      w1: ['Insufficient cpu'],
    });
    const gpu = [{ name: 'c', resources: { requests: { 'nvidia.com/gpu': '1' } } }];
    expect(reasons(podOf('p', { containers: gpu }))).deep.equal({ w1: ['Insufficient nvidia.com/gpu'] });
  });

  it('NodePorts', () => {
    const withPort = (hostIP?: string) => ({
      containers: [
        {
          name: 'c',
          ports: [{ containerPort: 80, hostPort: 80, ...(hostIP === undefined ? {} : { hostIP }) }],
        },
      ],
    });
    const { reasons } = smallCluster({ w1: {} }, [podOf('old', { nodeName: 'w1', ...withPort('10.0.0.1') })]);
    const reason = "node(s) didn't have free ports for the requested pod ports";
    expect(reasons(podOf('p', withPort()))).deep.equal({ w1: [reason] });
    expect(reasons(podOf('p', withPort('10.0.0.2')))).deep.equal({});
  });

  it('InterPodAffinity: affinity, anti-affinity, and that of placed pods', () => {
    const required = { requiredDuringSchedulingIgnoredDuringExecution: [onHost] };
    const db = podOf('db', { nodeName: 'w1' }, { labels: { app: 'db' } });
    const { reasons } = smallCluster({ w1: {}, w2: {} }, [db]);
    const first = "node(s) didn't match pod affinity/anti-affinity";
    expect(reasons(podOf('p', { affinity: { podAffinity: required } }))).deep.equal({
      w2: [first, "node(s) didn't match pod affinity rules"],
    });
    expect(reasons(podOf('p', { affinity: { podAntiAffinity: required } }))).deep.equal({
      w1: [first, "node(s) didn't match pod anti-affinity rules"],
    });
    const loner = podOf('loner', { nodeName: 'w2', affinity: { podAntiAffinity: required } });
    expect(
      smallCluster({ w1: {}, w2: {} }, [loner]).reasons(podOf('p', {}, { labels: { app: 'db' } })),
    ).deep.equal({
      w2: [first, "node(s) didn't satisfy existing pods anti-affinity rules"],
    });
  });

  it('InterPodAffinity lets the first of a series go anywhere', () => {
    const affinity = { podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [onHost] } };
    const { reasons } = smallCluster({ w1: {}, w2: {} });
    expect(reasons(podOf('p', { affinity }, { labels: { app: 'db' } }))).deep.equal({});
  });

  it('PodTopologySpread', () => {
    const placed = ['a1', 'a2'].map((nodeName) => podOf(nodeName, { nodeName }, { labels: { app: 'web' } }));
    const constraint = {
      maxSkew: 1,
      topologyKey: 'zone',
      whenUnsatisfiable: 'DoNotSchedule',
      labelSelector: { matchLabels: { app: 'web' } },
    };
    const { reasons } = smallCluster(zones, placed);
    const reason = "node(s) didn't match pod topology spread constraints";
    expect(
      reasons(podOf('p', { topologySpreadConstraints: [constraint] }, { labels: { app: 'web' } })),
    ).deep.equal({
      a1: [reason],
      a2: [reason],
      none: [`${reason} (missing required label)`],
    });
  });

  it('VolumeBinding', () => {
    const cluster = smallCluster({ w1: {} });
    const claim = {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: { name: 'data', namespace: 'default' },
      spec: {},
    };
    const claiming = podOf('p', { volumes: [{ name: 'v', persistentVolumeClaim: { claimName: 'data' } }] });
    const none = { volume: () => undefined, storageClass: () => undefined, volumes: () => [] };
    cluster.snapshot.volumes = { ...none, claim: () => claim };
    expect(cluster.reasons(claiming)).deep.equal({
      w1: ['pod has unbound immediate PersistentVolumeClaims'],
    });
    cluster.snapshot.volumes = { ...none, claim: () => undefined };
    expect(cluster.reasons(claiming)).deep.equal({ w1: ['persistentvolumeclaim "data" not found'] });
  });
});
