/** Tests of the plugins that score. */
import { expect } from 'chai';
import type { Service } from '../../../../src/kube/index.ts';
import { podOf, requesting, smallCluster } from '../small-cluster.ts';

const web: Service = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'web', namespace: 'default' },
  spec: { selector: { app: 'web' } },
};
const webPod = (name: string, nodeName?: string) =>
  podOf(name, nodeName === undefined ? {} : { nodeName }, { labels: { app: 'web' } });

describe('scheduler scores', () => {
  it('NodeResourcesLeastAllocated takes the mean of what is left of CPU and memory', () => {
    const { scores } = smallCluster({ w1: { cpu: '4', memory: '4000Mi' } });
    expect(scores('NodeResourcesLeastAllocated', podOf('p', requesting('1', '1000Mi')))).deep.equal({
      w1: 75,
    });
    // Nothing requested counts as 100m and 200 MiB: 97 and 95.
    expect(scores('NodeResourcesLeastAllocated', podOf('p'))).deep.equal({ w1: 96 });
  });

  it('NodeResourcesBalancedAllocation', () => {
    const { scores } = smallCluster({ w1: { cpu: '4', memory: '4000Mi' } });
    expect(scores('NodeResourcesBalancedAllocation', podOf('p', requesting('1', '2000Mi')))).deep.equal({
      w1: 75,
    });
  });

  it('NodeResourcesBalancedAllocation counts nothing for what asks for nothing, from 1.22.4 on', () => {
    const of = (version: string, pod = podOf('p'), placed = [podOf('q', { nodeName: 'w1' })]) =>
      smallCluster({ w1: { cpu: '1', memory: '1000Mi' } }, placed, { version }).scores(
        'NodeResourcesBalancedAllocation',
        pod,
      )['w1'];
    // Two pods of 100m and 200 MB: shares of 0.2 and 0.4.
    expect([of('1.21.14'), of('1.22.3'), of('1.22.4'), of('1.23.0'), of('1.33.0')]).deep.equal([
      80, 90, 100, 100, 0,
    ]);
    // The pod evens out what the other one took: 75 is no change, 100 is the best.
    const other = [podOf('q', { nodeName: 'w1', ...requesting('0', '500Mi') })];
    expect(of('1.35.0', podOf('p', requesting('500m', '0')), other)).equal(100);
    expect(of('1.36.0', podOf('p', requesting('500m', '0')), other)).equal(
      50 + Math.trunc((50 + 100 - 75) / 2),
    );
  });

  it('PodTopologySpread spreads by default over nodes without zones, with the fix of 1.23 and its backports', () => {
    const of = (version: string) =>
      smallCluster({ w1: {}, w2: {} }, [webPod('a', 'w1')], { version, services: [web] }).scores(
        'PodTopologySpread',
        webPod('b'),
      );
    for (const version of ['1.20.13', '1.21.7', '1.22.4'])
      expect(of(version), version).deep.equal({ w1: 0, w2: 0 });
    for (const version of ['1.20.14', '1.21.8', '1.22.5', '1.23.0'])
      expect(of(version)['w2'], version).greaterThan(of(version)['w1']!);
  });

  it('ImageLocality scales by how many nodes have the image', () => {
    const images = [{ names: ['nginx:latest'], sizeBytes: 1000 * 1024 * 1024 }];
    const { scores } = smallCluster({ w1: { images }, w2: {} });
    expect(scores('ImageLocality', podOf('p'))).deep.equal({ w1: 48, w2: 0 });
  });

  it('TaintToleration', () => {
    const { scores } = smallCluster({
      w1: { spec: { taints: [{ key: 'k', effect: 'PreferNoSchedule' }] } },
      w2: {},
    });
    expect(scores('TaintToleration', podOf('p'))).deep.equal({ w1: 0, w2: 100 });
  });

  it('NodeAffinity', () => {
    const preference = { matchExpressions: [{ key: 'disk', operator: 'In', values: ['ssd'] }] };
    const affinity = {
      nodeAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 7, preference }] },
    };
    const { scores } = smallCluster({ w1: { labels: { disk: 'ssd' } }, w2: {} });
    expect(scores('NodeAffinity', podOf('p', { affinity }))).deep.equal({ w1: 100, w2: 0 });
  });

  it('NodePreferAvoidPods', () => {
    const avoid = {
      preferAvoidPods: [{ podSignature: { podController: { kind: 'ReplicaSet', uid: 'rs' } } }],
    };
    const annotations = { 'scheduler.alpha.kubernetes.io/preferAvoidPods': JSON.stringify(avoid) };
    const { scores } = smallCluster({ w1: { annotations }, w2: {} });
    const ownerReferences = [
      { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'rs', uid: 'rs', controller: true },
    ];
    expect(scores('NodePreferAvoidPods', podOf('p', {}, { ownerReferences }))).deep.equal({
      w1: 0,
      w2: 1_000_000,
    });
  });

  it('InterPodAffinity weighs the wishes of the pod and of placed pods', () => {
    const term = { topologyKey: 'kubernetes.io/hostname', labelSelector: { matchLabels: { app: 'web' } } };
    const preferred = {
      preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 5, podAffinityTerm: term }],
    };
    const { scores } = smallCluster({ w1: {}, w2: {} }, [webPod('old', 'w1')]);
    expect(scores('InterPodAffinity', podOf('p', { affinity: { podAffinity: preferred } }))).deep.equal({
      w1: 100,
      w2: 0,
    });
    const friendly = podOf('friendly', { nodeName: 'w2', affinity: { podAffinity: preferred } });
    expect(smallCluster({ w1: {}, w2: {} }, [friendly]).scores('InterPodAffinity', webPod('p'))).deep.equal({
      w1: 0,
      w2: 100,
    });
  });

  it('PodTopologySpread spreads the pods of a service over hosts and zones since 1.20', () => {
    const zone = (name: string) => ({ labels: { 'topology.kubernetes.io/zone': name } });
    const { scores } = smallCluster({ a: zone('a'), b: zone('b') }, [webPod('1', 'a'), webPod('2', 'a')], {
      services: [web],
    });
    const { a, b } = scores('PodTopologySpread', webPod('p')) as { a: number; b: number };
    expect(b).greaterThan(a);
  });

  it('SelectorSpread does so until 1.19, zones or not', () => {
    const placed = [webPod('1', 'w1'), webPod('2', 'w1'), webPod('3', 'w2')];
    const { scores } = smallCluster({ w1: {}, w2: {}, w3: {} }, placed, { services: [web], version: '1.18' });
    expect(scores('SelectorSpread', webPod('p'))).deep.equal({ w1: 0, w2: 50, w3: 100 });
  });
});
