/** Tests of the scheduler's queue. */
import { expect } from 'chai';
import { parseKubernetesVersion } from '../../../src/kube/index.ts';
import type { Pod } from '../../../src/kube/index.ts';
import { podInfoOf } from '../../../src/simulator/scheduler/index.ts';
import { podUpdateRules } from '../../../src/simulator/scheduler/pod-update.ts';
import { SchedulingQueue } from '../../../src/simulator/scheduler/scheduling-queue.ts';
import { podOf } from './small-cluster.ts';

const info = (name: string, priority = 0) => podInfoOf(podOf(name, { priority }));
const queueOf = (version = '1.20.2'): SchedulingQueue =>
  new SchedulingQueue(podUpdateRules(parseKubernetesVersion(version)!));
const popName = (queue: SchedulingQueue): string | undefined => queue.pop()?.info.pod.metadata.name;

describe('the scheduling queue', () => {
  it('gives the pod of the highest priority, then the one that waits for longest', () => {
    const queue = queueOf();
    queue.add(info('a'), 1);
    queue.add(info('b', 10), 2);
    queue.add(info('c'), 0);
    expect([popName(queue), popName(queue), popName(queue), popName(queue)]).deep.equal([
      'b',
      'c',
      'a',
      undefined,
    ]);
  });

  it('holds an unschedulable pod until something happens, and lets it back off 1, 2, 4, 8, 10 s', () => {
    const queue = queueOf();
    queue.add(info('a'), 0);
    let nowMs = 0;
    const delays: number[] = [];
    for (let attempt = 0; attempt < 6; attempt++) {
      const pod = queue.pop()!;
      queue.addUnschedulable(pod, queue.cycle, nowMs);
      expect(queue.hasActive).equal(false);
      queue.move(nowMs);
      delays.push(queue.nextBackoffEndMs! - nowMs);
      nowMs = queue.nextBackoffEndMs!;
      queue.flushBackoff(nowMs);
    }
    expect(delays).deep.equal([1000, 2000, 4000, 8000, 10_000, 10_000]);
  });

  it('backs off at once when something happened while the pod was scheduled', () => {
    const queue = queueOf();
    queue.add(info('a'), 0);
    const pod = queue.pop()!;
    queue.move(5);
    queue.addUnschedulable(pod, queue.cycle, 10);
    expect(queue.hasUnschedulable).equal(false);
    expect(queue.nextBackoffEndMs).equal(1010);
  });

  it('tries a pod again after a minute, whatever happened', () => {
    const queue = queueOf();
    queue.add(info('a'), 0);
    queue.addUnschedulable(queue.pop()!, queue.cycle, 0);
    queue.flushUnschedulable(60_000);
    expect(queue.hasActive).equal(false);
    queue.flushUnschedulable(60_001);
    expect(queue.hasActive).equal(true);
  });

  it('forgets a deleted pod, wherever it is', () => {
    const queue = queueOf();
    queue.add(info('a'), 0);
    queue.add(info('b'), 0);
    queue.delete('a');
    const pod = queue.pop()!;
    queue.delete('b');
    queue.addUnschedulable(pod, queue.cycle, 0);
    expect([queue.hasActive, queue.hasUnschedulable, popName(queue)]).deep.equal([false, false, undefined]);
  });

  it('knows which changes of a pod may help it, by version', () => {
    const tried = (version: string, change: Partial<Pod>): boolean => {
      const queue = queueOf(version);
      const pod = podOf('a');
      queue.add(podInfoOf(pod), 0);
      queue.addUnschedulable(queue.pop()!, queue.cycle, 0);
      queue.update({ ...pod, ...change, metadata: { ...pod.metadata, ...change.metadata } }, 5000);
      return queue.hasActive;
    };
    const metadata = (changes: Partial<Pod['metadata']>) => ({ metadata: { name: 'a', ...changes } });
    const conditions = [{ type: 'PodScheduled', status: 'False' as const }];
    const changes: [Partial<Pod>, boolean[]][] = [
      [metadata({ labels: { app: 'web' } }), [true, true, true]],
      [metadata({ annotations: { note: 'x' } }), [true, true, false]],
      [metadata({ deletionTimestamp: '2021-01-20T12:00:00Z' }), [true, true, false]],
      [metadata({ finalizers: ['example.com/x'] }), [true, false, false]],
      [{ status: { conditions } }, [true, false, false]],
      [{ status: { message: 'x' } }, [false, false, false]],
    ];
    for (const [change, expected] of changes)
      expect(['1.21', '1.22', '1.32'].map((version) => tried(version, change))).deep.equal(expected);
  });
});
