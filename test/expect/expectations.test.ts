/** Objects, selections, events, owners and CEL, judged against clusters that stand still. */
import { expect } from 'chai';
import { compileExpectation, loadCel, unifiedDiff } from '../../src/expect/index.ts';
import { expectationOf, judgeYaml, leafTexts, pod, stillCluster } from './still-cluster.ts';

const deployment = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'echo' },
  spec: { replicas: 3 },
  status: { readyReplicas: 2 },
};
const replicaSet = {
  apiVersion: 'apps/v1',
  kind: 'ReplicaSet',
  metadata: {
    name: 'echo-1',
    ownerReferences: [
      { apiVersion: 'apps/v1', kind: 'Deployment', name: 'echo', uid: '2', controller: true },
    ],
  },
};
const event = (reason: string, about: string, more: object = {}): object => ({
  apiVersion: 'v1',
  kind: 'Event',
  metadata: { name: `${reason}-${about}`, resourceVersion: '1' },
  reason,
  type: 'Normal',
  message: `${reason} it`,
  source: { component: 'kubelet' },
  involvedObject: { kind: 'Pod', name: about, namespace: 'default' },
  firstTimestamp: '2021-01-20T12:00:00Z',
  count: 1,
  ...more,
});

const cluster = stillCluster(
  deployment,
  replicaSet,
  pod('a', { nodeName: 'w1', owner: 'echo-1', created: '2021-01-20T12:00:00Z' }),
  pod('b', { nodeName: 'w2', owner: 'echo-1', created: '2021-01-20T12:00:05Z' }),
  pod('c', { nodeName: 'w2', phase: 'Pending', labels: { app: 'other' }, created: '2021-01-20T12:00:09Z' }),
  { ...pod('elsewhere'), metadata: { name: 'elsewhere', namespace: 'kube-system' } },
  { apiVersion: 'v1', kind: 'Node', metadata: { name: 'w1' }, spec: {} },
  event('Scheduled', 'a', { source: { component: 'default-scheduler' } }),
  event('Killing', 'a', { firstTimestamp: '2021-01-20T12:00:10Z', count: 2 }),
  event('Started', 'a', { firstTimestamp: '2021-01-20T12:00:12Z' }),
  event('Started', 'b'),
);

const holding: readonly string[] = [
  'deployment/echo: {spec: {replicas: 3}, status: {readyReplicas: {$lt: 3}, unavailableReplicas: 0}}',
  'deployment/echo: exists',
  'deploy/echo: exists',
  'deployments.apps/echo: exists',
  'deployment/other: absent',
  'node/w1: {spec: {unschedulable: false}}',
  'pod/elsewhere: exists\nnamespace: kube-system',
  'pod/elsewhere: absent',
  'pod/a: {status: {phase: Running}}\nownedBy: deployment/echo',
  'pod/a: {}\nownedBy: replicaset',
  'pods: {selector: app=nginx}\nmatch: {status: {phase: Running}}',
  'pods: {selector: app=nginx}\ncount: 2',
  'pods: {selector: app=nginx}\ncount: {$gte: 2}',
  'pods: {selector: app=gone}\ncount: 0',
  'pods: {selector: app=gone}\nnone: {status: {phase: Running}}',
  'pods: {namespace: default}\nany: {status: {phase: Pending}}',
  'pods: {namespace: default}\nnone: {status: {phase: Failed}}',
  'pods: {namespace: default}\nexactly: 2\nwhere: {status: {phase: Running}}',
  'pods: {namespace: default}\natLeast: 1\nwhere: {status: {phase: Pending}}',
  'pods: {namespace: default}\natMost: 1\nwhere: {status: {phase: Pending}}',
  'pods: {namespace: "*"}\ncount: 4',
  'pods: {all: true}\ncount: 3',
  'nodes: {all: true}\ncount: 1',
  'pods: {fieldSelector: spec.nodeName=w2}\ncount: 2',
  'pods: {selector: app=nginx}\nspread: {over: spec.nodeName, each: 1}',
  'pods: {namespace: default}\nspread: {over: spec.nodeName, maxSkew: 1}',
  'pods: {selector: app=nginx}\nspread: {over: spec.nodeName, each: 1, among: [w1, w2]}',
  'pods: {selector: app=nginx}\nownedBy: deployment/echo',
  'pods: {namespace: default}\norder: {by: metadata.creationTimestamp, is: [a, b, c]}',
  'events: {reason: Killing, about: pod/a}',
  'events: {reason: Killing, count: 2}',
  'events: {reason: Failed, count: 0}',
  'events: {reason: Started, about: pod/*, type: Normal, source: kubelet, message: {$contains: "Start"}}',
  'events: [{reason: Scheduled, about: pod/a}, {reason: Killing}, {reason: Started, about: pod/a}]\nordered: true',
  'cel: size(pods) == 3 && nodes.all(n, n.metadata.name.startsWith("w"))',
  'cel: deployments.exists(d, d.status.readyReplicas < d.spec.replicas)',
];

/** [expectation, its leaves] */
const failing: readonly [string, readonly string[]][] = [
  ['deployment/echo: {status: {readyReplicas: 3}}', ['status.readyReplicas: expected 3, found 2']],
  ['deployment/other: exists', ['deployment/other: expected exists, found absent']],
  ['deployment/echo: absent', ['deployment/echo: expected absent, found exists']],
  ['pod/c: {}\nownedBy: deployment/echo', ['ownedBy: expected deployment/echo, found nobody']],
  ['pod/a: {}\nownedBy: deployment/other', ['ownedBy: expected deployment/other, found replicaset/echo-1']],
  [
    'pods: {namespace: default}\nmatch: {status: {phase: Running}}',
    ['c: status.phase: expected Running, found Pending'],
  ],
  ['pods: {selector: app=gone}\nmatch: {status: {phase: Running}}', ['count: expected at least 1, found 0']],
  ['pods: {selector: app=gone}\nany: {status: {phase: Running}}', ['count: expected at least 1, found 0']],
  [
    'pods: {selector: app=gone}\nspread: {over: spec.nodeName, each: 1}',
    ['count: expected at least 1, found 0'],
  ],
  ['pods: {selector: app=gone}\nownedBy: deployment/echo', ['count: expected at least 1, found 0']],
  [
    'pods: {selector: app=nginx}\nany: {status: {phase: Failed}}',
    ['any: expected at least one that matches, found none of 2'],
  ],
  [
    'pods: {namespace: default}\nnone: {status: {phase: Pending}}',
    ['c: expected does not match, found matches'],
  ],
  ['pods: {selector: app=nginx}\ncount: 3', ['count: expected 3, found 2']],
  [
    'pods: {namespace: default}\nexactly: 3\nwhere: {status: {phase: Running}}',
    ['exactly: expected exactly 3, found 2'],
  ],
  [
    'pods: {namespace: default}\natLeast: 3\nwhere: {status: {phase: Running}}',
    ['atLeast: expected at least 3, found 2'],
  ],
  [
    'pods: {namespace: default}\natMost: 1\nwhere: {status: {phase: Running}}',
    ['atMost: expected at most 1, found 2'],
  ],
  ['pods: {namespace: default}\nspread: {over: spec.nodeName, each: 1}', ['spread[w2]: expected 1, found 2']],
  [
    'pods: {namespace: default}\nspread: {over: spec.nodeName, maxSkew: 0}',
    ['spread.skew: expected <= 0, found 1'],
  ],
  [
    'pods: {selector: app=nginx}\nspread: {over: spec.nodeName, each: 1, among: [w1, w2, w3]}',
    ['spread[w3]: expected 1, found 0'],
  ],
  [
    'pods: {namespace: default}\nspread: {over: spec.nodeName, maxSkew: 5, among: [w1]}',
    ['spread[w2]: expected a value among w1, found w2'],
  ],
  [
    'pods: {namespace: default}\norder: {by: metadata.creationTimestamp, is: [a, c, b]}',
    ['order[1]: expected c, found b'],
  ],
  [
    'events: {reason: Killing, about: pod/b}',
    ['events[reason Killing, about pod/b]: expected recorded, found none recorded'],
  ],
  ['events: {reason: Killing, count: 1}', ['events[reason Killing]: expected count 1, found count 2']],
  ['events: {reason: Started, count: 0}', ['events[reason Started]: expected count 0, found count 2']],
  [
    'events: [{reason: Started, about: pod/a}, {reason: Killing}]\nordered: true',
    ['events[reason Killing]: expected after reason Started, about pod/a, found recorded only before'],
  ],
  ['cel: size(pods) > 3', ['size(pods) > 3: expected true, found false']],
  [
    'cel: pods.all(p, p.status.podIP != "")',
    ['pods.all(p, p.status.podIP != ""): expected true, found no value: No such key: podIP'],
  ],
];

describe('expectations', () => {
  before(loadCel);

  for (const yaml of holding) {
    it(`holds: ${yaml.replaceAll('\n', '; ')}`, () => {
      const compiled = compileExpectation(expectationOf(yaml));
      const verdict = compiled.explain(cluster);
      expect(leafTexts(verdict)).to.deep.equal([]);
      expect(verdict.ok).to.equal(true);
      expect(compiled.holds(cluster)).to.equal(true);
      for (const name of compiled.dependsOn) expect(cluster.resolve(name), name).to.not.equal(undefined);
    });
  }

  for (const [yaml, leaves] of failing) {
    it(`fails: ${yaml.replaceAll('\n', '; ')}`, () => {
      const compiled = compileExpectation(expectationOf(yaml));
      expect(compiled.holds(cluster)).to.equal(false);
      const verdict = compiled.explain(cluster);
      expect(verdict.ok).to.equal(false);
      expect(leafTexts(verdict)).to.deep.equal(leaves);
      expect(unifiedDiff(verdict.expectedText, verdict.actualText), 'the diff').to.match(/^[-+]/m);
      for (const { position } of verdict.leaves) expect(position.file).to.equal('test.yaml');
    });
  }

  it('tells what it depends on', () => {
    expect(compileExpectation(expectationOf('cel: size(pods) > size(nodes)')).dependsOn).to.deep.equal([
      'pods',
      'nodes',
    ]);
    expect(
      compileExpectation(expectationOf('pod/a: {}\nownedBy: deployment/echo')).dependsOn,
    ).to.include.members(['pod', 'deployment', 'replicasets']);
  });

  it('fills captures into names, selectors, owners and patterns', () => {
    const captures = { name: 'a', app: 'nginx', owner: 'echo' };
    const yaml =
      'pods: {selector: app=$(app)}\nownedBy: deployment/$(owner)\nany: {metadata: {name: $(name)}}';
    expect(judgeYaml(yaml, cluster, { captures }).ok).to.equal(true);
    expect(judgeYaml('pod/$(name): exists', cluster, { captures }).ok).to.equal(true);
    expect(() => judgeYaml('pod/$(nobody): exists', cluster, { captures })).to.throw('nobody');
  });

  it('looks in the namespace of the scenario', () => {
    expect(judgeYaml('pod/elsewhere: exists', cluster, { namespace: 'kube-system' }).ok).to.equal(true);
    expect(
      judgeYaml('pods: {selector: app=nginx}\ncount: 0', cluster, { namespace: 'kube-system' }).ok,
    ).to.equal(true);
  });

  it('says when the cluster serves no such resource', () => {
    const verdict = judgeYaml('foos.example.com/x: exists', { ...cluster, resolve: () => undefined });
    expect(verdict.leaves[0]?.hint).to.equal('the cluster serves no resource foos.example.com');
    expect(judgeYaml('foos.example.com/x: absent', { ...cluster, resolve: () => undefined }).ok).to.equal(
      true,
    );
  });

  it('names the nearest member and the objects concerned', () => {
    const any = judgeYaml(
      'pods: {namespace: default}\nany: {spec: {nodeName: w2}, status: {phase: Failed}}',
      cluster,
    );
    expect(any.nearest?.title).to.equal('Pod default/b');
    const all = judgeYaml('pods: {namespace: default}\nmatch: {status: {phase: Running}}', cluster);
    expect(all.objects).to.deep.equal([{ resource: 'pods', namespace: 'default', name: 'c' }]);
    expect(judgeYaml('deployment/ecoh: exists', cluster).leaves[0]?.hint).to.equal(
      'there is deployment/echo',
    );
    expect(judgeYaml('events: {reason: Killing, about: pod/b}', cluster).nearest?.title).to.include(
      'Event Killing about Pod a',
    );
  });

  it('cuts the diff to what is asserted', () => {
    const verdict = judgeYaml('pod/a: {spec: {containers: [{name: nginx, image: "nginx:1.16"}]}}', cluster);
    expect(unifiedDiff(verdict.expectedText, verdict.actualText)).to.equal(
      [
        '--- expected',
        '+++ actual',
        '@@ -1,4 +1,4 @@',
        ' spec:',
        '   containers:',
        '     - name: nginx',
        '-      image: nginx:1.16',
        '+      image: nginx:1.15',
        '',
      ].join('\n'),
    );
  });
});
