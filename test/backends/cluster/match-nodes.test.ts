/** Which real node stands for which node of the lab. */
import { expect } from 'chai';
import { matchNodes } from '../../../src/backends/cluster/match-nodes.ts';
import type { KubeObject } from '../../../src/kube/index.ts';

const real = (name: string, isMaster = false): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Node',
  metadata: { name, labels: isMaster ? { 'node-role.kubernetes.io/control-plane': '' } : {} },
});
const lab = {
  nodes: (['m-k8s', 'w1-k8s', 'w2-k8s'] as const).map((name) => ({
    name,
    role: name === 'm-k8s' ? ('master' as const) : ('worker' as const),
    address: '',
    cpu: '1',
    memory: '1Gi',
  })),
};
const pairs = (nodes: KubeObject[], mapping?: Record<string, string>): Record<string, string> =>
  Object.fromEntries(matchNodes(lab, nodes, mapping).map(({ lab: name, real: at }) => [name, at]));

describe('match nodes', () => {
  it('takes nodes of the same name', () => {
    expect(pairs([real('w2-k8s'), real('m-k8s', true), real('w1-k8s')])).to.deep.equal({
      'm-k8s': 'm-k8s',
      'w1-k8s': 'w1-k8s',
      'w2-k8s': 'w2-k8s',
    });
  });

  it('else goes by role and by the order of names, numbers as numbers', () => {
    expect(pairs([real('worker10'), real('worker9'), real('cp', true)])).to.deep.equal({
      'm-k8s': 'cp',
      'w1-k8s': 'worker9',
      'w2-k8s': 'worker10',
    });
  });

  it('does as it is told, and leaves out what the cluster lacks', () => {
    expect(pairs([real('a'), real('b')], { 'w1-k8s': 'b' })).to.deep.equal({ 'w1-k8s': 'b', 'w2-k8s': 'a' });
  });
});
