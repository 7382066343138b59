/** Deletes jobs some time after they have finished. @source k8s 1.21 pkg/controller/ttlafterfinished/ttlafterfinished_controller.go */
import { isAtLeast } from '../../../kube/index.ts';
import { defineController } from '../../controller.ts';
import { finishTimeOf } from '../job/index.ts';
import type { Job } from '../job/index.ts';
import { keyOf, splitKey } from '../object-key.ts';

/** When the job is to go, in ms; undefined while it runs or when it is kept. */
const expiryOf = (job: Job): number | undefined => {
  const { ttlSecondsAfterFinished } = job.spec;
  const finishTime = finishTimeOf(job);
  return ttlSecondsAfterFinished === undefined || finishTime === undefined
    ? undefined
    : Date.parse(finishTime) + ttlSecondsAfterFinished * 1000;
};

/** @since k8s 1.21 (before, behind a feature gate) */
export const ttlAfterFinishedController = defineController({
  name: 'ttl-after-finished-controller',
  summary: 'Deletes jobs some time after they have finished.',
  create: ({ version }) => ({
    watches: isAtLeast(version, 21)
      ? [
          {
            resource: 'jobs.batch',
            keys: ({ object, isDeleted }) =>
              isDeleted || expiryOf(object as Job) === undefined ? [] : [keyOf(object)],
          },
        ]
      : [],
    reconcile(key, view, now) {
      const { namespace, name } = splitKey(key);
      const job = view.get('jobs.batch', namespace, name) as Job | undefined;
      const expiryMs = job === undefined ? undefined : expiryOf(job);
      if (job === undefined || expiryMs === undefined || job.metadata.deletionTimestamp !== undefined)
        return { actions: [] };
      if (expiryMs > now.ms) return { actions: [], requeueAfterMs: expiryMs - now.ms };
      const { uid } = job.metadata;
      const options = {
        propagationPolicy: 'Foreground' as const,
        ...(uid === undefined ? {} : { preconditions: { uid } }),
      };
      return { actions: [{ do: 'delete', resource: 'jobs.batch', namespace, name, options }] };
    },
  }),
});
