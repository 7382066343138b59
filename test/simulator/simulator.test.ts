import { expect } from 'chai';
import { createSimulator, type Simulator } from '../../src/simulator/index.ts';
import { by, deployment, service, testLab, value } from './bare-world.ts';
import { attachCheckers } from './checkers.ts';

const journal = (seed: number, play: (simulator: Simulator) => void): string => {
  const simulator = createSimulator({ lab: testLab(), seed });
  const lines: string[] = [];
  simulator.api.onChange((change) => lines.push(JSON.stringify(change)));
  play(simulator);
  return lines.join('\n');
};

const rollOut = (simulator: Simulator): void => {
  value(simulator.api.create('services', 'default', service('web'), by));
  value(simulator.api.create('deployments.apps', 'default', deployment('web', 4), by));
  simulator.runUntil(simulator.nowMs() + 30_000);
  const image = { spec: { template: { spec: { containers: [{ name: 'nginx', image: 'nginx:1.19' }] } } } };
  value(simulator.api.patch('deployments.apps', 'default', 'web', 'strategic-merge-patch+json', image, by));
  simulator.runUntil(simulator.nowMs() + 30_000);
  value(simulator.api.delete('deployments.apps', 'default', 'web', {}, by));
  simulator.runUntil(simulator.nowMs() + 60_000);
};

describe('simulator', () => {
  it('starts a day old and at rest', () => {
    const simulator = createSimulator({ lab: testLab() });
    expect(simulator.isAtRest()).to.equal(true);
    expect(simulator.nowMs()).to.equal(Date.parse('2021-01-20T12:00:00Z'));
    const nodes = value(simulator.api.list('nodes')).items;
    expect(nodes.map(({ metadata }) => metadata.name)).to.deep.equal(['m-k8s', 'w1-k8s', 'w2-k8s', 'w3-k8s']);
    for (const { metadata, status } of nodes) {
      expect(metadata.creationTimestamp).to.match(/^2021-01-19T12:00/);
      expect(status?.conditions?.find(({ type }) => type === 'Ready')?.status).to.equal('True');
    }
  });

  it('stays at rest for a day', () => {
    const simulator = createSimulator({ lab: testLab() });
    const writers = new Set<string>();
    simulator.api.onChange(({ resource, user }) => writers.add(`${user} ${resource}`));
    simulator.runUntil(simulator.nowMs() + 600_000);
    const changes = [...writers].filter((writer) => !/ (leases\.coordination\.k8s\.io|nodes)$/.test(writer));
    expect(changes).to.deep.equal([]);
  });

  it('does the same for the same seed, to the byte', () => {
    const first = journal(7, rollOut);
    expect(journal(7, rollOut)).to.equal(first);
    expect(first.split('\n').length).to.be.greaterThan(50);
    expect(journal(8, rollOut)).to.not.equal(first);
  });

  it('violates nothing while a deployment comes and goes', () => {
    for (const seed of [1, 2, 3]) {
      const simulator = createSimulator({ lab: testLab(), seed });
      const checkers = attachCheckers(simulator);
      rollOut(simulator);
      checkers.run(simulator.nowMs() + 600_000);
      expect(checkers.violations).to.deep.equal([]);
      expect(checkers.writes).to.be.greaterThan(50);
      const left = value(simulator.api.list('pods', { namespace: 'default' })).items;
      expect(left).to.deep.equal([]);
    }
  });

  it('violates nothing when machines fail under a full lab', () => {
    const addons = ['kube-proxy', 'calico', 'coredns'].map((name) => ({ name }));
    for (const version of ['1.18', '1.20', '1.24', '1.30']) {
      const simulator = createSimulator({ lab: testLab({ addons }), seed: 5, version });
      const checkers = attachCheckers(simulator);
      const { api } = simulator;
      value(api.create('services', 'default', service('web'), by));
      value(api.create('deployments.apps', 'default', deployment('web', 6), by));
      simulator.runUntil(simulator.nowMs() + 60_000);
      expect(simulator.site.fault({ kind: 'powerOff', node: 'w2-k8s' })).to.equal(undefined);
      const isMoved = (): boolean => {
        const pods = value(api.list('pods', { namespace: 'default' })).items;
        const ready = pods.filter(
          ({ spec, status }) =>
            spec.nodeName !== 'w2-k8s' &&
            status?.conditions?.some(({ type, status: is }) => type === 'Ready' && is === 'True'),
        );
        return ready.length === 6;
      };
      expect(simulator.waitUntil(isMoved, simulator.nowMs() + 600_000), version).to.equal('met');
      expect(simulator.site.fault({ kind: 'powerOn', node: 'w2-k8s' })).to.equal(undefined);
      checkers.run(simulator.nowMs() + 900_000);
      expect(checkers.violations, version).to.deep.equal([]);
    }
  });
});
