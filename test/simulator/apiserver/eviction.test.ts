import { expect } from 'chai';
import type { ApiServer } from '../../../src/simulator/index.ts';
import type { PodDisruptionBudget } from '../../../src/kube/index.ts';
import { bareWorld, by, pod, status, value } from '../bare-world.ts';

const evict = (api: ApiServer, name: string) =>
  api.post(
    'pods',
    'default',
    name,
    'eviction',
    { apiVersion: 'policy/v1beta1', kind: 'Eviction', metadata: { name } },
    by,
  );

const budget = (name: string): PodDisruptionBudget => ({
  apiVersion: 'policy/v1beta1',
  kind: 'PodDisruptionBudget',
  metadata: { name, namespace: 'default' },
  spec: { minAvailable: 2, selector: { matchLabels: { app: 'web' } } },
});

const guarded = (disruptionsAllowed: number, budgets = 1): ApiServer => {
  const { api } = bareWorld().world;
  for (const name of ['a', 'b', 'c']) {
    value(api.create('pods', 'default', pod(name), by));
    value(api.post('pods', 'default', name, 'binding', { target: { kind: 'Node', name: 'w1-k8s' } }, by));
    value(
      api.patch(
        'pods',
        'default',
        name,
        'merge-patch+json',
        { status: { phase: 'Running' } },
        { ...by, subresource: 'status' },
      ),
    );
  }
  for (let index = 0; index < budgets; index++) {
    const made = value(api.create('poddisruptionbudgets.policy', 'default', budget(`web-${index}`), by));
    const state = {
      observedGeneration: 1,
      disruptionsAllowed,
      currentHealthy: 3,
      desiredHealthy: 2,
      expectedPods: 3,
    };
    value(
      api.update('poddisruptionbudgets.policy', { ...made, status: state } as PodDisruptionBudget, {
        ...by,
        subresource: 'status',
      }),
    );
  }
  return api;
};

describe('eviction', () => {
  it('spends a disruption, and deletes gracefully', () => {
    const api = guarded(1);
    value(evict(api, 'a'));
    expect(value(api.get('pods', 'default', 'a')).metadata.deletionGracePeriodSeconds).to.equal(30);
    const { status: spent } = value(api.get('poddisruptionbudgets.policy', 'default', 'web-0'));
    expect(spent).to.deep.include({ disruptionsAllowed: 0, disruptedPods: { a: '2021-01-20T12:00:00Z' } });
  });

  it('refuses when the budget is spent', () => {
    const refusal = status(evict(guarded(0), 'a'));
    expect(refusal).to.include({ code: 429, reason: 'TooManyRequests' });
    expect(refusal.message).to.equal("Cannot evict pod as it would violate the pod's disruption budget.");
    expect(refusal.details?.causes).to.deep.equal([
      {
        reason: 'DisruptionBudget',
        message: 'The disruption budget web-0 needs 2 healthy pods and has 3 currently',
      },
    ]);
  });

  it('refuses while nobody has looked at the budget', () => {
    const api = guarded(1, 0);
    value(api.create('poddisruptionbudgets.policy', 'default', budget('new'), by));
    expect(status(evict(api, 'a')).details?.causes?.[0]?.message).to.equal(
      'The disruption budget new is still being processed by the server.',
    );
  });

  it('does not do with two budgets', () => {
    expect(status(evict(guarded(1, 2), 'a'))).to.include({
      code: 500,
      message:
        'This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.',
    });
  });
});
