/** Tests of the scheduler as a component, on the simulator's own API server and clock. */
import { expect } from 'chai';
import { realCluster } from '../controllers/real-cluster.ts';

const by = { user: 'test' };
const start = (seed = 1, version = '1.20.2') => realCluster({ withScheduler: true, seed, version });

describe('the scheduler', () => {
  it('binds a pod and says so', () => {
    const { node, pod, run, get, events } = start();
    node('w1', '2');
    pod('a', { cpu: '1' });
    run(1000);
    expect(get('a').spec.nodeName).equal('w1');
    expect(events()).deep.equal(['Normal Scheduled a: Successfully assigned default/a to w1']);
  });

  it('says why a pod fits nowhere, and binds it when room is made', () => {
    const { node, pod, run, get, events, api } = start();
    node('w1', '1');
    node('w2', '4', { unschedulable: true });
    pod('a', { cpu: '2' });
    run(1000);
    const message = '0/2 nodes are available: 1 Insufficient cpu, 1 node(s) were unschedulable.';
    expect(get('a').status?.conditions).deep.include({
      type: 'PodScheduled',
      status: 'False',
      reason: 'Unschedulable',
      message,
      lastProbeTime: null,
      lastTransitionTime: '2021-01-20T12:00:00Z',
    });
    expect(new Set(events())).deep.equal(new Set([`Warning FailedScheduling a: ${message}`]));
    api.patch('nodes', undefined, 'w2', 'merge-patch+json', { spec: { unschedulable: null } }, by);
    run(3000);
    expect(get('a').spec.nodeName).equal('w2');
  });

  it('tells a failure that repeats as a series, in events of the newer kind', () => {
    const { node, pod, run, api } = start();
    node('w1', '1');
    pod('a', { cpu: '2' });
    run(400_000);
    const answer = api.list('events');
    const events = answer.ok ? answer.value.items : [];
    const message = '0/1 nodes are available: 1 Insufficient cpu.';
    expect(events.map(({ series }) => series?.count)).deep.equal([undefined, 1]);
    for (const event of events) {
      expect(event).deep.include({
        action: 'Scheduling',
        message,
        reportingComponent: 'default-scheduler',
        source: {},
      });
      expect(event.eventTime).match(/^2021-01-20T12:0\d:\d\d\.\d{6}Z$/);
    }
  });

  it('writes the count of a series every half hour, and at its end', () => {
    const counts = (untilMs: number, thenMs: number): (number | undefined)[] => {
      const { node, pod, run, api } = start();
      node('w1', '1');
      pod('a', { cpu: '2' });
      run(untilMs);
      api.delete('pods', 'default', 'a', {}, by);
      run(thenMs);
      const answer = api.list('events');
      return answer.ok ? answer.value.items.map(({ series }) => series?.count) : [];
    };
    // A try at each tick of thirty seconds that finds it has waited for more than sixty; the last event tells of the deletion.
    expect(counts(30 * 60_000 - 1000, 10)).deep.equal([undefined, 1, undefined]);
    expect(counts(30 * 60_000 + 1000, 10)).deep.equal([undefined, 19, undefined]);
    expect(counts(5 * 60_000, 5 * 60_000)).deep.equal([undefined, 1, undefined]);
    expect(counts(5 * 60_000, 13 * 60_000)).deep.equal([undefined, 3, undefined]);
  });

  it('makes an event of a series again that has gone', () => {
    const { node, pod, run, api } = start();
    node('w1', '1');
    pod('a', { cpu: '2' });
    run(20 * 60_000);
    const names = (): string[] => {
      const answer = api.list('events');
      return answer.ok ? answer.value.items.map(({ metadata }) => metadata.name) : [];
    };
    const before = names();
    for (const name of before) api.delete('events', 'default', name, {}, by);
    run(11 * 60_000);
    expect(names()).deep.equal([before.at(-1)]);
  });

  it('tries again what its own words have changed: at once until 1.20, after the back-off in 1.21, not since 1.22', () => {
    const told = (version: string, forMs: number): number => {
      const { node, pod, run, events } = start(1, version);
      node('w1', '1');
      pod('a', { cpu: '2' });
      run(forMs);
      return events().length;
    };
    expect(['1.18', '1.20.2', '1.21', '1.22', '1.34'].map((version) => told(version, 500))).deep.equal([
      2, 2, 1, 1, 1,
    ]);
    expect(['1.18', '1.20.2', '1.21', '1.22', '1.34'].map((version) => told(version, 20_000))).deep.equal([
      2, 2, 2, 1, 1,
    ]);
  });

  it('takes a deleted pod that waits for another chance, and passes it over', () => {
    const after = (version: string): string[] => {
      const { node, pod, run, events, api } = start(1, version);
      node('w1', '1');
      pod('a', { cpu: '2' });
      run(20_000);
      const before = events().length;
      api.delete('pods', 'default', 'a', {}, by);
      run(1000);
      return events().slice(before);
    };
    const skipped = 'Warning FailedScheduling a: skip schedule deleting pod: default/a';
    for (const version of ['1.18', '1.20.2', '1.21', '1.31'])
      expect(after(version), version).deep.equal([skipped]);
    // Its deletion is nothing that a plugin wants to hear of.
    for (const version of ['1.32', '1.36']) expect(after(version), version).deep.equal([]);
  });

  it('says nothing of a deleted pod that still backs off, since 1.21', () => {
    const after = (version: string): number => {
      const { node, pod, run, events, api } = start(1, version);
      node('w1', '1');
      pod('a', { cpu: '2' });
      run(500);
      api.delete('pods', 'default', 'a', {}, by);
      run(1000);
      return events().filter((event) => event.includes('skip schedule')).length;
    };
    expect(['1.20.2', '1.21', '1.22'].map(after)).deep.equal([1, 0, 0]);
  });

  it('never gives a node more than it has, and spreads equal pods', () => {
    const { node, pod, run, get } = start();
    for (const name of ['w1', 'w2', 'w3']) node(name, '2');
    const names = Array.from({ length: 9 }, (_, index) => `p${index}`);
    for (const name of names) pod(name, { cpu: '500m' });
    run(2000);
    const counts = new Map<string, number>();
    for (const name of names)
      counts.set(get(name).spec.nodeName ?? '', (counts.get(get(name).spec.nodeName ?? '') ?? 0) + 1);
    expect([...counts.values()]).deep.equal([3, 3, 3]);
  });

  it('evicts pods of lower priority for one that fits nowhere else', () => {
    const { node, pod, run, get, events, api } = start();
    node('w1', '2');
    api.create(
      'priorityclasses.scheduling.k8s.io',
      undefined,
      { apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', metadata: { name: 'high' }, value: 1000 },
      by,
    );
    pod('low', { cpu: '2' });
    run(1000);
    pod('high', { cpu: '2', priorityClassName: 'high' });
    run(20);
    expect(get('high').status?.nominatedNodeName).equal('w1');
    expect(events()).include('Normal Preempted low: Preempted by default/high on node w1');
    api.delete('pods', 'default', 'low', { gracePeriodSeconds: 0 }, by);
    run(3000);
    expect(get('high').spec.nodeName).equal('w1');
  });

  it('comes to rest with a pod that fits nowhere', () => {
    const { node, pod, run, time } = start();
    node('w1', '1');
    pod('a', { cpu: '2' });
    run(200_000);
    let steps = 0;
    while (!time.isAtRest && steps < 1000 && time.step()) steps++;
    expect(time.isAtRest).equal(true);
  });

  it('does the same for the same seed', () => {
    const placements = (seed: number): string[] => {
      const { node, pod, run, get } = start(seed);
      for (const name of ['w1', 'w2', 'w3']) node(name, '2');
      const names = Array.from({ length: 6 }, (_, index) => `p${index}`);
      for (const name of names) pod(name, { cpu: '100m' });
      run(2000);
      return names.map((name) => get(name).spec.nodeName ?? '');
    };
    expect(placements(7)).deep.equal(placements(7));
    expect(
      [1, 2, 3, 4, 5].map((seed) => placements(seed).join()).some((text, _, all) => text !== all[0]),
    ).equal(true);
  });
});
