/** How long new pods of a job are put off after failures: 10 s, 20 s, 40 s … since the last of them. */
import { isAtLeast } from '../../../kube/index.ts';
import type { KubernetesVersion, Pod } from '../../../kube/index.ts';
import { endedMs } from './tracked-pods.ts';

/** @source k8s 1.27 pkg/controller/job/job_controller.go DefaultJobBackOff, MaxJobBackOff; 1.28 MaxJobPodFailureBackOff */
const firstMs = 10_000;
const mostMs = (version: KubernetesVersion): number => (isAtLeast(version, 28) ? 600_000 : 360_000);

export interface FailuresInARow {
  count: number;
  lastMs: number;
}

export const noFailures: FailuresInARow = { count: 0, lastMs: 0 };

/** Failures after the last success. @source k8s 1.27 pkg/controller/job/backoff_utils.go newBackoffRecord */
export const withNewlyEnded = (
  known: FailuresInARow,
  succeeded: readonly Pod[],
  failed: readonly Pod[],
): FailuresInARow => {
  const failedMs = failed.map(endedMs);
  if (succeeded.length === 0)
    return failed.length === 0
      ? known
      : { count: known.count + failed.length, lastMs: Math.max(...failedMs) };
  const successMs = Math.max(...succeeded.map(endedMs));
  const since = failedMs.filter((ms) => ms > successMs);
  return since.length === 0 ? noFailures : { count: since.length, lastMs: Math.max(...since) };
};

/** How long from now new pods must wait. @source k8s 1.27 pkg/controller/job/backoff_utils.go getRemainingTimeForFailuresCount */
export const waitAfter = (
  { count, lastMs }: FailuresInARow,
  nowMs: number,
  version: KubernetesVersion,
): number => {
  if (count === 0) return 0;
  const backOffMs = Math.min(firstMs * 2 ** (count - 1), mostMs(version));
  return Math.max(0, backOffMs - (nowMs - lastMs));
};
