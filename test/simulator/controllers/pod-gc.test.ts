/** Tests of the collection of pods that nobody will miss. */
import { expect } from 'chai';
import { podGarbageCollector } from '../../../src/simulator/controllers/pod-gc/index.ts';
import { must, realCluster } from './real-cluster.ts';

describe('the pod garbage collector', () => {
  it('deletes pods of a node that is gone, after 40 s', () => {
    const { node, pod, run, api } = realCluster({ controllers: [podGarbageCollector] });
    node('w1');
    node('w2');
    pod('a', { nodeName: 'w1' });
    pod('b', { nodeName: 'w2' });
    run(30_000);
    must(api.delete('nodes', undefined, 'w1', {}, { user: 'kubectl' }));
    run(39_000);
    expect(api.get('pods', 'default', 'a').ok).equal(true);
    run(25_000);
    expect(api.get('pods', 'default', 'a').ok).equal(false);
    expect(api.get('pods', 'default', 'b').ok).equal(true);
  });

  it('leaves everything else alone', () => {
    const { node, pod, run, get } = realCluster({ controllers: [podGarbageCollector] });
    node('w1');
    pod('a', { nodeName: 'w1' });
    pod('waiting');
    run(300_000);
    expect([get('a'), get('waiting')].map(({ metadata }) => metadata.deletionTimestamp)).deep.equal([
      undefined,
      undefined,
    ]);
  });
});
