import { expect } from 'chai';
import { createSimulator } from '../../../../src/simulator/index.ts';
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
});
