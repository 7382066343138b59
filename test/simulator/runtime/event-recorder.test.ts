import { expect } from 'chai';
import type { Event } from '../../../src/kube/index.ts';
import { bareWorld, by, pod, value } from '../bare-world.ts';

const recording = () => {
  const { world, time } = bareWorld();
  const about = value(world.api.create('pods', 'default', pod('web'), by));
  return {
    time,
    record: (reason: string, message: string) =>
      world.recordEvent({ about, type: 'Normal', reason, message, component: 'kubelet', host: 'w1-k8s' }),
    events: (): readonly Event[] => value(world.api.list('events')).items,
  };
};

describe('event recorder', () => {
  it('writes an event as upstream does', () => {
    const { record, events } = recording();
    record('Pulled', 'done');
    const [event] = events();
    expect(event?.metadata.name).to.match(/^web\.[0-9a-f]{16}$/);
    expect(event).to.deep.include({
      reason: 'Pulled',
      message: 'done',
      source: { component: 'kubelet', host: 'w1-k8s' },
      count: 1,
      type: 'Normal',
      firstTimestamp: '2021-01-20T12:00:00Z',
    });
    expect(event?.involvedObject).to.include({
      kind: 'Pod',
      namespace: 'default',
      name: 'web',
      apiVersion: 'v1',
    });
  });

  it('counts what is said again', () => {
    const { record, events, time } = recording();
    record('Pulled', 'done');
    time.advanceTo(time.nowMs + 5000);
    record('Pulled', 'done');
    record('Pulled', 'other');
    expect(
      events().map(({ message, count, lastTimestamp }) => [message, count, lastTimestamp]),
    ).to.have.deep.members([
      ['done', 2, '2021-01-20T12:00:05Z'],
      ['other', 1, '2021-01-20T12:00:05Z'],
    ]);
  });

  it('combines the tenth of ten minutes that differ only in their message', () => {
    const { record, events } = recording();
    for (let index = 1; index <= 12; index++) record('Failed', `try ${index}`);
    const all = events();
    expect(all).to.have.length(10);
    const combined = all.filter(({ message }) => message?.startsWith('(combined') === true);
    expect(combined.map(({ message, count }) => [message, count])).to.deep.equal([
      ['(combined from similar events): try 12', 3],
    ]);
  });

  it('drops more than 25 about one object, and lets one through every five minutes', () => {
    const { record, events, time } = recording();
    for (let index = 0; index < 40; index++) record('Same', 'again');
    expect(events()[0]?.count).to.equal(25);
    time.advanceTo(time.nowMs + 300_000);
    record('Same', 'again');
    record('Same', 'again');
    expect(events()[0]?.count).to.equal(26);
  });
});
