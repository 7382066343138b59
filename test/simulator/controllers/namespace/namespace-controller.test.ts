import { expect } from 'chai';
import { createSimulator, type Simulator } from '../../../../src/simulator/index.ts';
import { by, configMap, pod, status, testLab, value } from '../../bare-world.ts';

const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } };

describe('namespaces', () => {
  it('get a service account with a token, and the certificate authority', () => {
    const simulator = createSimulator({ lab: testLab() });
    const made = value(simulator.api.create('namespaces', undefined, namespace, by));
    expect(made.status?.phase).to.equal('Active');
    simulator.waitUntil(() => false, simulator.nowMs() + 10_000);
    const account = value(simulator.api.get('serviceaccounts', 'shop', 'default'));
    expect(account.secrets?.[0]?.name).to.match(/^default-token-[a-z0-9]{5}$/);
    expect(value(simulator.api.get('configmaps', 'shop', 'kube-root-ca.crt')).data).to.have.keys('ca.crt');
  });

  it('go with all they hold, pods in their own time', () => {
    const simulator = createSimulator({ lab: testLab() });
    const { api } = simulator;
    value(api.create('namespaces', undefined, namespace, by));
    simulator.waitUntil(() => false, simulator.nowMs() + 10_000);
    value(api.create('configmaps', 'shop', configMap('a', { namespace: 'shop' }), by));
    value(api.create('pods', 'shop', pod('web', { metadata: { name: 'web', namespace: 'shop' } }), by));
    simulator.waitUntil(
      () => value(api.get('pods', 'shop', 'web')).status?.phase === 'Running',
      simulator.nowMs() + 60_000,
    );
    value(api.delete('namespaces', undefined, 'shop', {}, by));
    expect(status(api.delete('namespaces', undefined, 'shop', {}, by)).message).to.match(
      /^Operation cannot be fulfilled on namespaces "shop": The system is ensuring all content is removed/,
    );
    const isGone = (): boolean => !api.get('namespaces', undefined, 'shop').ok;
    expect(simulator.waitUntil(isGone, simulator.nowMs() + 120_000)).to.equal('met');
    expect(value(api.list('configmaps', { namespace: 'shop' })).items).to.deep.equal([]);
    expect(value(api.list('pods', { namespace: 'shop' })).items).to.deep.equal([]);
  });

  const prepared = (version: string, more: (simulator: Simulator) => void = () => undefined) => {
    const simulator = createSimulator({ lab: testLab(), version });
    const { api } = simulator;
    value(api.create('namespaces', undefined, namespace, by));
    simulator.waitUntil(() => false, simulator.nowMs() + 10_000);
    more(simulator);
    const startMs = simulator.nowMs();
    const history: string[] = [];
    api.watch('namespaces', { fieldSelector: 'metadata.name=shop' }, ({ type, object }) => {
      const amiss = (object.status?.conditions ?? []).filter((condition) => condition.status === 'True');
      const told = [type, ...amiss.map(({ reason, message }) => `${reason ?? ''}: ${message ?? ''}`)];
      history.push(`${Math.round((simulator.nowMs() - startMs) / 1000)} s ${told.join(' ')}`);
    });
    history.length = 0;
    value(api.delete('namespaces', undefined, 'shop', {}, by));
    return { simulator, history };
  };

  const withPod = (simulator: Simulator): void => {
    const { api } = simulator;
    // It takes ten of its thirty seconds.
    const preStop = { exec: { command: ['sleep', '10'] } };
    const spec = { containers: [{ name: 'web', image: 'nginx', lifecycle: { preStop } }] };
    value(api.create('pods', 'shop', pod('web', { metadata: { name: 'web', namespace: 'shop' }, spec }), by));
    const isRunning = () => value(api.get('pods', 'shop', 'web')).status?.phase === 'Running';
    expect(simulator.waitUntil(isRunning, simulator.nowMs() + 60_000)).to.equal('met');
  };

  it('are looked at after five seconds', () => {
    const { simulator, history } = prepared('1.20');
    simulator.runUntil(simulator.nowMs() + 30_000);
    expect(history).to.deep.equal(['0 s MODIFIED', '5 s MODIFIED', '5 s DELETED']);
  });

  it('with pods are looked at again after half of their grace', () => {
    const { simulator, history } = prepared('1.20', withPod);
    simulator.runUntil(simulator.nowMs() + 60_000);
    const remaining = 'SomeResourcesRemain: Some resources are remaining: pods. has 1 resource instances';
    // As on a real 1.20.2: the write of the conditions brings the second look at 10 s, and that one the third.
    expect(history).to.deep.equal([
      '0 s MODIFIED',
      `5 s MODIFIED ${remaining}`,
      '26 s MODIFIED',
      '26 s DELETED',
    ]);
  });

  it('keep all but the pods until these have gone, since 1.33', () => {
    const { simulator, history } = prepared('1.33', withPod);
    const { api } = simulator;
    simulator.runUntil(simulator.nowMs() + 8_000);
    expect(value(api.list('configmaps', { namespace: 'shop' })).items).to.have.length(1);
    expect(value(api.list('pods', { namespace: 'shop' })).items[0]?.metadata).to.have.property(
      'deletionTimestamp',
    );
    simulator.runUntil(simulator.nowMs() + 50_000);
    expect(history).to.deep.equal(['0 s MODIFIED', '5 s MODIFIED', '26 s DELETED']);
  });

  it('wait for finalizers of what they hold, at rest', () => {
    const { simulator, history } = prepared('1.20', ({ api }) => {
      const kept = configMap('kept', { namespace: 'shop', finalizers: ['example.com/keep'] });
      value(api.create('configmaps', 'shop', kept, by));
    });
    const { api } = simulator;
    expect(simulator.waitUntil(() => false, simulator.nowMs() + 120_000)).to.equal('idle');
    expect(history.at(-1)).to.equal(
      '5 s MODIFIED SomeResourcesRemain: Some resources are remaining: configmaps. has 1 resource instances SomeFinalizersRemain: Some content in the namespace has finalizers remaining: example.com/keep in 1 resource instances',
    );
    const free = { metadata: { finalizers: null } };
    value(api.patch('configmaps', 'shop', 'kept', 'merge-patch+json', free, by));
    const isGone = (): boolean => !api.get('namespaces', undefined, 'shop').ok;
    expect(simulator.waitUntil(isGone, simulator.nowMs() + 8_000)).to.equal('met');
  });

  it('say what is left for no reason, and try again later and later', () => {
    const { simulator, history } = prepared('1.20', (one) => {
      withPod(one);
      const { spec } = value(one.api.get('pods', 'shop', 'web'));
      one.site.fault({ kind: 'stopKubelet', node: spec.nodeName ?? '' });
    });
    const startMs = simulator.nowMs();
    simulator.runUntil(startMs + 60_000);
    expect(history.at(-1)).to.equal(
      '42 s MODIFIED ContentDeletionFailed: Failed to delete all resource types, 1 remaining: unexpected items still remain in namespace: shop for gvr: /v1, Resource=pods SomeResourcesRemain: Some resources are remaining: pods. has 1 resource instances',
    );
    expect(simulator.waitUntil(() => false, startMs + 900_000)).to.equal('idle');
    value(simulator.api.delete('pods', 'shop', 'web', { gracePeriodSeconds: 0 }, by));
    const isGone = (): boolean => !simulator.api.get('namespaces', undefined, 'shop').ok;
    expect(simulator.waitUntil(isGone, simulator.nowMs() + 61_000)).to.equal('met');
  });
});
