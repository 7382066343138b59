/** The priority levels that every cluster has. @source k8s 1.20–1.36 apiserver/pkg/apis/flowcontrol/bootstrap/default.go */
import { isAtLeast, type KubernetesVersion } from '../../../kube/index.ts';

interface Level {
  shares: number;
  /** Percent that others may borrow. @since k8s 1.26 */
  lendable: number;
  queues?: number;
  handSize?: number;
  since?: number;
}

const levels: Readonly<Record<string, Level>> = {
  'catch-all': { shares: 5, lendable: 0 },
  'global-default': { shares: 20, lendable: 50, queues: 128, handSize: 6 },
  'leader-election': { shares: 10, lendable: 0, queues: 16, handSize: 4 },
  'node-high': { shares: 40, lendable: 25, queues: 64, handSize: 6, since: 22 },
  system: { shares: 30, lendable: 33, queues: 64, handSize: 6 },
  'workload-high': { shares: 40, lendable: 50, queues: 128, handSize: 6 },
  'workload-low': { shares: 100, lendable: 90, queues: 128, handSize: 6 },
};

/** By name, in the form that the cluster stores. */
export const priorityLevelSpecs = (version: KubernetesVersion): Record<string, object> => {
  const specs: Record<string, object> = {
    exempt: {
      type: 'Exempt',
      ...(isAtLeast(version, 28) ? { exempt: { nominalConcurrencyShares: 0, lendablePercent: 0 } } : {}),
    },
  };
  for (const [name, { shares, lendable, queues, handSize, since = 0 }] of Object.entries(levels)) {
    if (!isAtLeast(version, since)) continue;
    const limitResponse =
      queues === undefined
        ? { type: 'Reject' }
        : { type: 'Queue', queuing: { queues, handSize, queueLengthLimit: 50 } };
    const limited = isAtLeast(version, 26)
      ? { nominalConcurrencyShares: shares, limitResponse, lendablePercent: lendable }
      : { assuredConcurrencyShares: shares, limitResponse };
    specs[name] = { type: 'Limited', limited };
  }
  return specs;
};
