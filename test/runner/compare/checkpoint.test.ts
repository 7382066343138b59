/** What of a cluster's state counts at a checkpoint, and how long it is waited for. */
import { expect } from 'chai';
import type { Event, KubeObject } from '../../../src/kube/index.ts';
import { checkpointOf } from '../../../src/runner/compare/checkpoint.ts';
import type { Checkpoint } from '../../../src/runner/compare/checkpoint.ts';

const startMs = Date.parse('2026-11-21T04:00:00Z');

const nodeEvent = (reason: string, second: number, message = `Node w3-k8s status is now: ${reason}`): Event =>
  ({
    kind: 'Event',
    metadata: { name: `w3-k8s.${reason}`, namespace: 'default', resourceVersion: String(second + 100) },
    involvedObject: { kind: 'Node', name: 'w3-k8s' },
    reason,
    message,
    type: 'Normal',
    source: { component: 'kubelet' },
    // An event that comes again keeps the time of its first.
    firstTimestamp: '2026-11-21T03:00:00Z',
    lastTimestamp: new Date(startMs + second * 1000).toISOString(),
  }) as unknown as Event;

const checkpoint = (events: Event[], result: 'passed' | 'partial' = 'passed'): Checkpoint =>
  checkpointOf(
    { name: 'cordon', result, actions: [], durationMs: 0 },
    { objects: [] as KubeObject[], events },
    { namespace: 'default', startMs },
  );

const reasons = (events: Event[]): unknown =>
  [...checkpoint(events).events.values()].flat(2).map((event) => (event as { reason: string }).reason);

describe('checkpoint', () => {
  it('does not count that a kubelet tells late of an uncordon before the scenario', () => {
    expect(reasons([nodeEvent('NodeSchedulable', 2)])).to.deep.equal([]);
    expect(reasons([nodeEvent('NodeNotSchedulable', 9), nodeEvent('NodeSchedulable', 2)])).to.deep.equal([
      'NodeNotSchedulable',
    ]);
    expect(reasons([nodeEvent('NodeSchedulable', 19), nodeEvent('NodeNotSchedulable', 9)])).to.deep.equal([
      'NodeNotSchedulable',
      'NodeSchedulable',
    ]);
  });

  it('has no group of events of which none counts', () => {
    const ofRuntime = nodeEvent('ImageGCFailed', 1, 'imageFs information is unavailable');
    for (const event of [ofRuntime, nodeEvent('NodeSchedulable', 2)])
      expect([...checkpoint([event]).events.keys()]).to.deep.equal([]);
  });

  it('takes a step of which a part was not judged for what was judged', () => {
    expect(checkpoint([], 'partial').result).to.equal('passed');
  });
});
