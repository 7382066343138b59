import { expect } from 'chai';
import { createSimulator, type Simulator } from '../../../src/simulator/index.ts';
import { by, service, testLab, value } from '../bare-world.ts';

const slices = 'endpointslices.discovery.k8s.io';

const partsOf = ({ api }: Simulator): unknown => {
  const own = [
    api.get('services', 'default', 'kubernetes'),
    api.get('endpoints', 'default', 'kubernetes'),
    api.get(slices, 'default', 'kubernetes'),
  ];
  return own.map((answer) => {
    const { metadata, ...rest } = value<{ metadata: { labels?: unknown } }>(answer);
    return { ...rest, labels: metadata.labels };
  });
};

const run = (simulator: Simulator, ms: number): void => simulator.runUntil(simulator.nowMs() + ms);

describe('the API server', () => {
  for (const version of ['1.18', '1.20', '1.34']) {
    it(`makes its own service again within ten seconds, on ${version}`, () => {
      const simulator = createSimulator({ lab: testLab(), version });
      const { api } = simulator;
      const before = partsOf(simulator);
      const { uid } = value(api.get('services', 'default', 'kubernetes')).metadata;
      value(api.delete('services', 'default', 'kubernetes', {}, by));
      expect(simulator.isAtRest()).to.equal(false);
      run(simulator, 10_000);
      expect(value(api.get('services', 'default', 'kubernetes')).metadata.uid).to.not.equal(uid);
      expect(partsOf(simulator)).to.deep.equal(before);
    });
  }

  it('looks every ten seconds, counted from its start', () => {
    const made = new Set<number>();
    const simulator = createSimulator({ lab: testLab() });
    simulator.api.onChange(({ resource, verb, timeMs }) => {
      if (resource === 'services' && verb === 'create') made.add(Math.round(timeMs % 10_000));
    });
    for (let round = 0; round < 3; round++) {
      value(simulator.api.delete('services', 'default', 'kubernetes', {}, by));
      run(simulator, 13_000);
    }
    expect(made.size).to.equal(1);
  });

  it('makes its endpoints again, and takes back what others wrote into them', () => {
    const simulator = createSimulator({ lab: testLab() });
    const { api } = simulator;
    const before = partsOf(simulator);
    value(api.delete('endpoints', 'default', 'kubernetes', {}, by));
    value(api.delete(slices, 'default', 'kubernetes', {}, by));
    run(simulator, 10_000);
    expect(partsOf(simulator)).to.deep.equal(before);
    const other = { subsets: [{ addresses: [{ ip: '10.0.0.1' }], ports: [{ port: 1 }] }] };
    value(api.patch('endpoints', 'default', 'kubernetes', 'merge-patch+json', other, by));
    run(simulator, 10_000);
    const [subset] = value(api.get('endpoints', 'default', 'kubernetes')).subsets ?? [];
    // The ports are corrected at its start only.
    expect(subset).to.deep.equal({
      addresses: [{ ip: '192.168.1.10' }],
      ports: [{ port: 1, protocol: 'TCP' }],
    });
  });

  it('waits until its address is free', () => {
    const simulator = createSimulator({ lab: testLab() });
    const { api } = simulator;
    const { clusterIP = '' } = value(api.get('services', 'default', 'kubernetes')).spec;
    value(api.delete('services', 'default', 'kubernetes', {}, by));
    value(api.create('services', 'default', service('thief', { clusterIP }), by));
    run(simulator, 30_000);
    expect(api.get('services', 'default', 'kubernetes').ok).to.equal(false);
    expect(simulator.isAtRest()).to.equal(true);
    value(api.delete('services', 'default', 'thief', {}, by));
    run(simulator, 10_000);
    expect(value(api.get('services', 'default', 'kubernetes')).spec.clusterIP).to.equal(clusterIP);
  });

  it('makes kube-node-lease again within a minute', () => {
    const simulator = createSimulator({ lab: testLab() });
    const { api } = simulator;
    value(api.delete('namespaces', undefined, 'kube-node-lease', {}, by));
    const isThere = (): boolean => api.get('namespaces', undefined, 'kube-node-lease').ok;
    const now = simulator.nowMs();
    expect(simulator.waitUntil(() => !isThere(), now + 60_000)).to.equal('met');
    expect(simulator.waitUntil(isThere, simulator.nowMs() + 60_000)).to.equal('met');
    run(simulator, 60_000);
    const leases = value(api.list('leases.coordination.k8s.io', { namespace: 'kube-node-lease' })).items;
    expect(leases.map(({ metadata }) => metadata.name)).to.have.members([
      'm-k8s',
      'w1-k8s',
      'w2-k8s',
      'w3-k8s',
    ]);
  });
});
