/** The expectation of changes: what became of objects, in which order, by whom. */
import { expect } from 'chai';
import type { ClusterView, ViewedChange } from '../../src/expect/index.ts';
import type { KubeObject } from '../../src/kube/index.ts';
import { expectationOf, judgeYaml, leafTexts, pod, stillCluster } from './still-cluster.ts';

const podOf = (name: string, nodeName: string, phase: string): KubeObject => {
  const object = pod(name, { nodeName, phase }) as KubeObject;
  return { ...object, metadata: { ...object.metadata, namespace: 'default' } };
};

const change = (
  type: ViewedChange['type'],
  object: KubeObject,
  by: string | undefined,
  before?: KubeObject,
): ViewedChange => ({ type, resource: 'pods', object, before, by });

const pending = podOf('web-1', '', 'Pending');
const placed = podOf('web-1', 'w1', 'Pending');
const running = podOf('web-1', 'w1', 'Running');

const seen: readonly ViewedChange[] = [
  change('ADDED', pending, 'replicaset-controller'),
  change('MODIFIED', placed, 'default-scheduler', pending),
  change('MODIFIED', running, 'kubelet/w1', placed),
  change('DELETED', running, 'kubelet/w1', running),
];

const clusterThatSaw = (changes: readonly ViewedChange[]): ClusterView => ({
  ...stillCluster(),
  changes: () => changes,
});

const holding = [
  'changes: {about: pod}',
  'changes: {about: pod/web-*, type: ADDED, by: replicaset-controller}',
  'changes: {about: pod/web-1, by: kubelet, count: 2}',
  'changes: {about: pod/web-1, by: kubelet/w1, match: {status: {phase: Running}}, count: 1}',
  'changes: {about: pod, type: MODIFIED, match: {spec: {nodeName: w1}}, count: 1}',
  'changes: {about: service, count: 0}',
  'changes: [{about: pod, type: ADDED}, {about: pod, by: default-*}, {about: pod, type: DELETED}]\nordered: true',
];

const failing: readonly [string, readonly string[]][] = [
  ['changes: {about: pod/other}', ['changes[about pod/other]: expected seen, found not seen']],
  [
    'changes: {about: pod, type: MODIFIED, by: kubelet/w2}',
    ['changes[about pod, type MODIFIED, by kubelet/w2]: expected seen, found not seen'],
  ],
  [
    'changes: {about: pod, type: DELETED, count: 0}',
    ['changes[about pod, type DELETED]: expected count 0, found count 1'],
  ],
  [
    'changes: [{about: pod, type: DELETED}, {about: pod, type: ADDED}]\nordered: true',
    ['changes[about pod, type ADDED]: expected after about pod, type DELETED, found seen only before'],
  ],
  ['changes: {about: pod}\nnamespace: other', ['changes[about pod]: expected seen, found not seen']],
];

describe('the expectation of changes', () => {
  for (const yaml of holding) {
    it(`holds: ${yaml.replaceAll('\n', '; ')}`, () => {
      expect(judgeYaml(yaml, clusterThatSaw(seen)).ok).to.equal(true);
    });
  }

  for (const [yaml, leaves] of failing) {
    it(`fails: ${yaml.replaceAll('\n', '; ')}`, () => {
      const verdict = judgeYaml(yaml, clusterThatSaw(seen));
      expect(verdict.ok).to.equal(false);
      expect(leafTexts(verdict)).to.deep.equal(leaves);
    });
  }

  it('names the change that came nearest', () => {
    const { nearest } = judgeYaml('changes: {about: pod, type: DELETED, by: kubectl}', clusterThatSaw(seen));
    expect(nearest?.title).to.equal('DELETED pod/web-1 by kubelet/w1');
    expect(leafTexts({ leaves: nearest?.leaves ?? [] })).to.deep.equal([
      'by: expected kubectl, found kubelet/w1',
    ]);
  });

  it('does not judge who, where the backend cannot tell', () => {
    const unknown = clusterThatSaw([change('ADDED', pending, undefined)]);
    expect(judgeYaml('changes: {about: pod, by: nobody}', unknown).ok).to.equal(true);
    expect(judgeYaml('changes: {about: pod, type: DELETED, by: nobody}', unknown).ok).to.equal(false);
  });

  it('says what a change must name, and that one is always in order', () => {
    expect(() => expectationOf('changes: {type: ADDED}')).to.throw('needs to say what it is about');
    expect(() => expectationOf('changes: {about: pod}\nordered: true')).to.throw('always in order');
    expect(() => expectationOf('changes: {about: pod, typ: ADDED}')).to.throw('typ');
    expect(() => expectationOf('changes: {about: pod, type: CHANGED}')).to.throw('unknown word "CHANGED"');
  });
});
