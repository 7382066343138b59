/** A machine loses its power in a whole simulated cluster: its pods are replaced elsewhere, and come off the service. */
import { expect } from 'chai';
import type { Pod } from '../../../src/kube/index.ts';
import { createSimulator } from '../../../src/simulator/index.ts';
import { by, deployment, service, testLab, value } from '../bare-world.ts';

const image = { repository: 'nginx', tags: ['latest'], behaviour: 'nginx', sizeBytes: 1_000_000 };

const play = (seed: number, version?: string) => {
  const simulator = createSimulator({
    lab: testLab({ images: [image] }),
    seed,
    ...(version === undefined ? {} : { version }),
  });
  const { api } = simulator;
  value(api.create('services', 'default', service('web'), by));
  value(api.create('deployments.apps', 'default', deployment('web', 6), by));
  const pods = (): readonly Pod[] => value(api.list('pods', { namespace: 'default' })).items;
  const readyOn = (isThere: boolean): number =>
    pods().filter(
      ({ spec, status }) =>
        (spec.nodeName === 'w1-k8s') === isThere &&
        status?.conditions?.some(({ type, status: is }) => type === 'Ready' && is === 'True'),
    ).length;
  const addresses = (): number =>
    (value(api.get('endpoints', 'default', 'web')).subsets ?? []).reduce(
      (sum, subset) => sum + (subset.addresses ?? []).length,
      0,
    );
  const wait = (isMet: () => boolean, seconds: number) =>
    simulator.waitUntil(isMet, simulator.nowMs() + seconds * 1000);
  return { simulator, api, pods, readyOn, addresses, wait };
};

describe('a machine without power', () => {
  for (const [seed, version] of [
    [1, undefined],
    [2, '1.18'],
    [3, '1.25'],
    [4, '1.33'],
  ] as const) {
    it(`loses its pods to the others (seed ${seed}, Kubernetes ${version ?? '1.20'})`, () => {
      const { simulator, readyOn, addresses, wait } = play(seed, version);
      expect(wait(() => readyOn(true) + readyOn(false) === 6 && addresses() === 6, 60)).equal('met');
      const lost = readyOn(true);
      expect(lost).equal(2);
      const offMs = simulator.nowMs();
      expect(simulator.site.fault({ kind: 'powerOff', node: 'w1-k8s' })).equal(undefined);
      expect(wait(() => addresses() === 6 - lost, 90)).equal('met');
      expect(simulator.nowMs() - offMs).within(25_000, 60_000);
      expect(wait(() => readyOn(false) === 6 && addresses() === 6, 600)).equal('met');
      expect(simulator.nowMs() - offMs).within(325_000, 400_000);
      expect(wait(() => false, 3600)).equal('idle');
    });
  }
});
