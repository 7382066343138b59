/** Passes: generators of writes as lists of actions. */
import { expect } from 'chai';
import type { Action } from '../../../src/simulator/controller.ts';
import { attempt, fail, send, startPass } from '../../../src/simulator/controllers/pass.ts';
import type { Pass } from '../../../src/simulator/controllers/pass.ts';
import { FakeCluster } from './fake-cluster.ts';

const pod = (name: string) => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace: 'default' } });
const create = (name: string): Action => ({ do: 'create', resource: 'pods', object: pod(name) });

describe('pass', () => {
  it('answers what it returned when it wrote nothing', () => {
    function* quiet(): Pass {
      yield* [];
      return { requeueAfterMs: 5 };
    }
    expect(startPass(quiet())).to.deep.equal({ actions: [], requeueAfterMs: 5 });
  });

  it('is resumed with each answer', () => {
    const seen: unknown[] = [];
    function* creating(): Pass {
      seen.push((yield* send<{ metadata: { name: string } }>(create('a'))).metadata.name);
      seen.push((yield* attempt(create('a'))).ok);
      return undefined;
    }
    expect(new FakeCluster().perform(startPass(creating()).actions)).to.equal(undefined);
    expect(seen).to.deep.equal(['a', false]);
  });

  it('ends with a step that fails and may not', () => {
    const seen: string[] = [];
    function* creating(): Pass {
      yield* send(create('a'));
      yield* send(create('a'));
      seen.push('went on');
      return undefined;
    }
    expect(new FakeCluster().perform(startPass(creating()).actions)).to.equal('pods "a" already exists');
    expect(seen).to.deep.equal([]);
  });

  it('says after its writes that it failed', () => {
    function* failing(): Pass {
      yield* send(create('a'));
      return yield* fail('no more');
    }
    function* returning(): Pass {
      yield* send(create('b'));
      return { error: 'not quite' };
    }
    const cluster = new FakeCluster();
    expect(cluster.perform(startPass(failing()).actions)).to.equal('no more');
    expect(cluster.perform(startPass(returning()).actions)).to.equal('not quite');
  });
});
