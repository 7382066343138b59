/** Workloads on the whole simulated cluster: what the controllers, the scheduler and the kubelets make of them together. */
import { expect } from 'chai';
import type { DaemonSet, Deployment, Event, Pod, ReplicaSet } from '../../../src/kube/index.ts';
import { createSimulator } from '../../../src/simulator/index.ts';
import type { Simulator } from '../../../src/simulator/index.ts';
import { by, testLab, value } from '../bare-world.ts';

const minuteMs = 60_000;

const template = (app: string, image: string) => ({
  metadata: { labels: { app } },
  spec: { containers: [{ name: 'nginx', image }], terminationGracePeriodSeconds: 1 },
});

const deployment = (replicas: number, spec: object = {}) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', namespace: 'default' },
  spec: {
    replicas,
    selector: { matchLabels: { app: 'web' } },
    template: template('web', 'nginx:1.18'),
    ...spec,
  },
});

const start = (version: string, replicas: number, spec: object = {}): Simulator => {
  const simulator = createSimulator({ lab: testLab(), version });
  value(simulator.api.create('deployments.apps', 'default', deployment(replicas, spec), by));
  return simulator;
};

const webIn = (simulator: Simulator): Deployment =>
  value(simulator.api.get('deployments.apps', 'default', 'web'));
const podsIn = (simulator: Simulator): readonly Pod[] =>
  value(simulator.api.list('pods', { namespace: 'default' })).items;

const patch = (simulator: Simulator, change: object): void => {
  value(simulator.api.patch('deployments.apps', 'default', 'web', 'merge-patch+json', change, by));
};

const setImage = (simulator: Simulator, image: string): void =>
  patch(simulator, { spec: { template: template('web', image) } });

const isRolledOut = (simulator: Simulator): boolean => {
  const { spec, status, metadata } = webIn(simulator);
  return (
    status?.observedGeneration === metadata.generation &&
    status?.updatedReplicas === spec.replicas &&
    status?.replicas === spec.replicas &&
    status?.availableReplicas === spec.replicas
  );
};

const rollOut = (simulator: Simulator): void => {
  const outcome = simulator.waitUntil(() => isRolledOut(simulator), simulator.nowMs() + 5 * minuteMs);
  expect(outcome).to.equal('met');
};

const sizes = (simulator: Simulator): Record<string, number> =>
  Object.fromEntries(
    (value(simulator.api.list('replicasets.apps', { namespace: 'default' })).items as ReplicaSet[]).map(
      ({ spec }) => [spec.template?.spec.containers[0]?.image ?? '', spec.replicas ?? 1],
    ),
  );

const progress = (simulator: Simulator): string | undefined =>
  webIn(simulator).status?.conditions?.find(({ type }) => type === 'Progressing')?.reason;

for (const version of ['1.18', '1.20', '1.36']) {
  describe(`workloads on Kubernetes ${version}`, () => {
    it('roll out, and count a generation only for what a user changed', () => {
      const simulator = start(version, 3);
      rollOut(simulator);
      expect(webIn(simulator).metadata).to.deep.include({
        generation: 1,
        annotations: { 'deployment.kubernetes.io/revision': '1' },
      });
      simulator.waitUntil(() => false, simulator.nowMs() + minuteMs);
      expect(progress(simulator)).to.equal('NewReplicaSetAvailable');
      setImage(simulator, 'nginx:1.19');
      rollOut(simulator);
      expect(sizes(simulator)).to.deep.equal({ 'nginx:1.18': 0, 'nginx:1.19': 3 });
    });

    it('keep what must be available during an update, at every write', () => {
      const simulator = start(version, 4);
      rollOut(simulator);
      let least = 4;
      let most = 0;
      simulator.api.watch('deployments.apps', { namespace: 'default' }, ({ object }) => {
        least = Math.min(least, object.status?.availableReplicas ?? 0);
        most = Math.max(most, object.status?.replicas ?? 0);
      });
      setImage(simulator, 'nginx:1.19');
      rollOut(simulator);
      expect([least, most]).to.deep.equal([3, 5]);
    });

    it('stop at an image that is not there, miss the deadline, and are undone', () => {
      const simulator = start(version, 3, { progressDeadlineSeconds: 60 });
      rollOut(simulator);
      setImage(simulator, 'nginx:1.17.23');
      simulator.waitUntil(
        () => progress(simulator) === 'ProgressDeadlineExceeded',
        simulator.nowMs() + 5 * minuteMs,
      );
      expect(progress(simulator)).to.equal('ProgressDeadlineExceeded');
      expect(sizes(simulator)).to.deep.equal({ 'nginx:1.18': 3, 'nginx:1.17.23': 1 });
      expect(webIn(simulator).status).to.include({
        availableReplicas: 3,
        updatedReplicas: 1,
        unavailableReplicas: 1,
      });
      setImage(simulator, 'nginx:1.18');
      rollOut(simulator);
      expect(webIn(simulator).metadata.annotations?.['deployment.kubernetes.io/revision']).to.equal('3');
      expect(sizes(simulator)).to.deep.equal({ 'nginx:1.18': 3, 'nginx:1.17.23': 0 });
    });

    it('replace a deleted pod, and scale up and down', () => {
      const simulator = start(version, 2);
      rollOut(simulator);
      const victim = podsIn(simulator)[0]!.metadata.name;
      value(simulator.api.delete('pods', 'default', victim, {}, by));
      simulator.waitUntil(() => false, simulator.nowMs() + minuteMs);
      expect(podsIn(simulator).map(({ metadata }) => metadata.name))
        .to.have.lengthOf(2)
        .and.not.include(victim);
      for (const replicas of [6, 1]) {
        patch(simulator, { spec: { replicas } });
        rollOut(simulator);
        simulator.waitUntil(() => podsIn(simulator).length === replicas, simulator.nowMs() + minuteMs);
        expect(podsIn(simulator)).to.have.lengthOf(replicas);
      }
    });

    it('run one daemon on each worker', () => {
      const simulator = createSimulator({ lab: testLab(), version });
      const agent = {
        apiVersion: 'apps/v1',
        kind: 'DaemonSet',
        metadata: { name: 'agent', namespace: 'default' },
        spec: { selector: { matchLabels: { app: 'agent' } }, template: template('agent', 'nginx:1.18') },
      };
      value(simulator.api.create('daemonsets.apps', 'default', agent, by));
      const read = (): DaemonSet => value(simulator.api.get('daemonsets.apps', 'default', 'agent'));
      const isReady = (): boolean => read().status?.numberAvailable === 3;
      expect(simulator.waitUntil(isReady, simulator.nowMs() + 5 * minuteMs)).to.equal('met');
      expect(
        podsIn(simulator)
          .map(({ spec }) => spec.nodeName)
          .sort(),
      ).to.deep.equal(['w1-k8s', 'w2-k8s', 'w3-k8s']);
    });

    it('tell of each pod once', () => {
      const simulator = start(version, 3);
      rollOut(simulator);
      simulator.waitUntil(() => false, simulator.nowMs() + minuteMs);
      const events = value(simulator.api.list('events', { namespace: 'default' })).items as Event[];
      const created = events
        .filter(({ reason }) => reason === 'SuccessfulCreate')
        .map(({ message }) => message);
      expect(created.sort()).to.deep.equal(
        podsIn(simulator)
          .map(({ metadata }) => `Created pod: ${metadata.name}`)
          .sort(),
      );
    });
  });
}

describe('workloads and loose pods', () => {
  const relabel = (simulator: Simulator, name: string, app: string): void => {
    const labels = { metadata: { labels: { app } } };
    value(simulator.api.patch('pods', 'default', name, 'merge-patch+json', labels, by));
    simulator.waitUntil(() => false, simulator.nowMs() + minuteMs);
  };

  it('release a pod that is relabelled, replace it, and take it in again', () => {
    const simulator = start('1.20', 2);
    rollOut(simulator);
    const { name } = podsIn(simulator)[0]!.metadata;
    const ownersOf = (): unknown[] =>
      value(simulator.api.get('pods', 'default', name)).metadata.ownerReferences ?? [];
    relabel(simulator, name, 'debug');
    expect(ownersOf()).to.deep.equal([]);
    expect(podsIn(simulator)).to.have.lengthOf(3);
    relabel(simulator, name, 'web');
    expect(podsIn(simulator)).to.have.lengthOf(2);
  });

  it('adopt the replica set of a deployment that was deleted as an orphan, by the same name', () => {
    const simulator = start('1.20', 2);
    rollOut(simulator);
    const before = podsIn(simulator).map(({ metadata }) => metadata.name);
    value(simulator.api.delete('deployments.apps', 'default', 'web', { propagationPolicy: 'Orphan' }, by));
    simulator.waitUntil(() => false, simulator.nowMs() + minuteMs);
    expect(podsIn(simulator).map(({ metadata }) => metadata.name)).to.deep.equal(before);
    value(simulator.api.create('deployments.apps', 'default', deployment(2), by));
    rollOut(simulator);
    expect(podsIn(simulator).map(({ metadata }) => metadata.name)).to.deep.equal(before);
    const { uid } = webIn(simulator).metadata;
    const [replicaSet] = value(simulator.api.list('replicasets.apps', { namespace: 'default' })).items;
    expect(replicaSet?.metadata.ownerReferences?.[0]?.uid).to.equal(uid);
  });
});
