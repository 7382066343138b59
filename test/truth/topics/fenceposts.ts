/** Topic fenceposts: how far a rolling update may go over and under. */
import {
  maxSurgeOf,
  maxUnavailableOf,
  minAvailableOf,
  resolveFenceposts,
} from '../../../src/simulator/controllers/deployment/fenceposts.ts';
import type { Deployment } from '../../../src/kube/index.ts';
import { defineTopic } from '../topic.ts';

export const fenceposts = defineTopic({
  name: 'fenceposts',
  run({ maxSurge, maxUnavailable, replicas }) {
    const strategy = { type: 'RollingUpdate', rollingUpdate: { maxSurge, maxUnavailable } };
    const deployment = { spec: { replicas, strategy } } as Deployment;
    const { surge, unavailable } = resolveFenceposts(maxSurge, maxUnavailable, replicas);
    return {
      resolved: [surge, unavailable],
      MaxSurge: maxSurgeOf(deployment),
      MaxUnavailable: maxUnavailableOf(deployment),
      MinAvailable: minAvailableOf(deployment),
    };
  },
});
