/** Events in the order in which they were told. */
import { expect } from 'chai';
import { compareEvents } from '../../src/kube/index.ts';
import type { Event } from '../../src/kube/index.ts';

const event = (name: string, resourceVersion: string, firstTimestamp: string): Event =>
  ({
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name, resourceVersion },
    firstTimestamp,
    involvedObject: {},
  }) as Event;
const second = '2026-11-21T06:00:00Z';
const next = '2026-11-21T06:00:01Z';
const order = (...events: Event[]): string[] =>
  events.sort(compareEvents).map(({ metadata }) => metadata.name);

describe('the order of events', () => {
  it('is that of the moments in their names, whatever was written first', () => {
    const pulling = event('kubia.1899ee1b8fa3c1d0', '12', second);
    const pulled = event('kubia.1899ee1b8fa41e62', '11', second);
    expect(order(pulled, pulling)).to.deep.equal([pulling.metadata.name, pulled.metadata.name]);
  });

  it('is that of their times where names tell nothing', () => {
    expect(order(event('b', '1', next), event('a', '2', second))).to.deep.equal(['a', 'b']);
    expect(order(event('b', '1', next), event('a.1899ee1b8fa3c1d0', '2', second))).to.deep.equal([
      'a.1899ee1b8fa3c1d0',
      'b',
    ]);
  });

  it('is that of writing within one second', () => {
    expect(order(event('b', '10', second), event('a', '9', second))).to.deep.equal(['a', 'b']);
  });
});
