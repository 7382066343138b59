/** Evicts (or deletes) pods and waits until they are gone, each on its own, as upstream's goroutines do. */
import { ApiError, formatDuration, isAtLeast } from '../../kube/index.ts';
import type { ApiResource, Pod } from '../../kube/index.ts';
import { interrupted } from '../changes/index.ts';
import type { CommandContext } from '../context.ts';
import { KubectlError, asCommandError, isNotFound, isReason, throwGathered } from '../kubectl-error.ts';

export interface RemovePodsOptions {
  /** -1: the pod's own. */
  gracePeriodSeconds: number;
  /** 0: no limit. */
  timeoutMs: number;
  skipWaitSeconds: number;
  usesEviction: boolean;
  isServerDryRun: boolean;
  /** Called when a pod is gone. */
  onGone(pod: Pod): void;
}

const pollMs = 1000;
const retryMs = 5000;

interface Removal {
  pod: Pod;
  phase: 'evict' | 'wait' | 'done';
  nextMs: number;
}

/** Go starts the goroutine made last first, then the others in order; measured with kubectl 1.20.2. */
const inGoroutineOrder = <T>(items: readonly T[]): T[] =>
  items.length < 2 ? [...items] : [items.at(-1)!, ...items.slice(0, -1)];

/** Go's time.Duration of no limit. */
const longest = '2562047h47m16.854775807s';

const evictionVersion = async (context: CommandContext): Promise<string> => {
  const served = await context.resources();
  return served.some(({ group, version }) => group === 'policy' && version === 'v1')
    ? 'policy/v1'
    : 'policy/v1beta1';
};

/** @source k8s 1.20 kubectl/pkg/drain/drain.go DeleteOrEvictPods, evictPods, waitForDelete */
export const removePods = async (
  pods: readonly Pod[],
  resource: ApiResource,
  options: RemovePodsOptions,
  context: CommandContext,
): Promise<void> => {
  if (pods.length === 0) return;
  const { api, clock } = context;
  const startMs = clock.now();
  const endMs = options.timeoutMs === 0 ? Infinity : startMs + options.timeoutMs;
  const limit = options.timeoutMs === 0 ? longest : formatDuration(options.timeoutMs);
  const grace = options.gracePeriodSeconds >= 0 ? { gracePeriodSeconds: options.gracePeriodSeconds } : {};
  const dryRun = options.isServerDryRun ? { dryRun: ['All'] } : {};
  const apiVersion = options.usesEviction ? await evictionVersion(context) : '';
  const errors: Error[] = [];

  if (!options.usesEviction) {
    for (const { metadata } of pods) {
      const deletion = { ...grace, ...(options.isServerDryRun ? { dryRun: true } : {}) };
      await api.delete(resource, metadata.namespace, metadata.name, deletion).catch((caught: unknown) => {
        if (!isNotFound(caught)) throw caught;
      });
    }
    if (options.isServerDryRun) return;
  }

  const evict = async (removal: Removal): Promise<void> => {
    const { namespace = '', name } = removal.pod.metadata;
    const suffix = options.isServerDryRun ? ' (server dry run)' : '';
    context.out(`evicting pod ${namespace}/${name}${suffix}\n`);
    if (clock.now() >= endMs) {
      errors.push(
        new KubectlError(
          `error when evicting ${shownPod(removal.pod, context)}: global timeout reached: ${limit}`,
        ),
      );
      removal.phase = 'done';
      return;
    }
    try {
      await api.createSubresource(resource, namespace, name, 'eviction', {
        apiVersion,
        kind: 'Eviction',
        metadata: { name, namespace },
        deleteOptions: { ...grace, ...dryRun },
      });
      removal.phase = options.isServerDryRun ? 'done' : 'wait';
    } catch (caught) {
      const error = asCommandError(caught);
      if (isNotFound(error)) removal.phase = 'done';
      else if (isReason(error, 'TooManyRequests')) {
        context.err(
          `error when evicting ${shownPod(removal.pod, context)} (will retry after ${retryMs / 1000}s): ${error.message}\n`,
        );
        removal.nextMs = clock.now() + retryMs;
      } else if (isOfTerminatingNamespace(error)) {
        if (removal.pod.metadata.deletionTimestamp !== undefined) removal.phase = 'wait';
        else {
          const place = isAtLeast(context.version, 27)
            ? ` from terminating namespace ${JSON.stringify(namespace)}`
            : '';
          context.err(
            `error when evicting pod ${JSON.stringify(name)}${place} (will retry after ${retryMs / 1000}s): ${error.message}\n`,
          );
          removal.nextMs = clock.now() + retryMs;
          removal.pod = (await api.get(resource, namespace, name).catch(() => removal.pod)) as Pod;
        }
      } else {
        errors.push(
          new KubectlError(`error when evicting ${shownPod(removal.pod, context)}: ${error.message}`),
        );
        removal.phase = 'done';
      }
    }
  };

  /** True when nothing is left of the pod, or it may be left. */
  const look = async (removal: Removal): Promise<void> => {
    const { namespace, name, uid } = removal.pod.metadata;
    try {
      const now = (await api.get(resource, namespace, name)) as Pod;
      const deletedMs = Date.parse(now.metadata.deletionTimestamp ?? '');
      const skipSeconds = options.skipWaitSeconds;
      if (now.metadata.uid !== uid) {
        options.onGone(removal.pod);
        removal.phase = 'done';
      } else if (skipSeconds > 0 && Math.trunc((clock.now() - deletedMs) / 1000) > skipSeconds) {
        context.out(
          `pod ${JSON.stringify(name)} has DeletionTimestamp older than ${skipSeconds} seconds, skipping\n`,
        );
        removal.phase = 'done';
      } else removal.nextMs = clock.now() + pollMs;
    } catch (caught) {
      if (!isNotFound(caught)) throw caught;
      options.onGone(removal.pod);
      removal.phase = 'done';
    }
    if (removal.phase === 'wait' && clock.now() >= endMs) {
      const ending = isAtLeast(context.version, 27)
        ? ` in namespace ${JSON.stringify(namespace ?? '')} to terminate`
        : ' terminating';
      errors.push(
        new KubectlError(
          options.usesEviction
            ? `error when waiting for pod ${JSON.stringify(name)}${ending}: global timeout reached: ${limit}`
            : 'timed out waiting for the condition',
        ),
      );
      removal.phase = 'done';
    }
  };

  const removals: Removal[] = inGoroutineOrder(pods).map((pod) => ({
    pod,
    phase: options.usesEviction ? 'evict' : 'wait',
    nextMs: startMs,
  }));
  for (;;) {
    for (const removal of removals) {
      if (removal.phase === 'evict' && removal.nextMs <= clock.now()) await evict(removal);
    }
    for (const removal of removals) {
      if (removal.phase === 'wait' && removal.nextMs <= clock.now()) await look(removal);
    }
    const open = removals.filter(({ phase }) => phase !== 'done');
    if (open.length === 0) break;
    const [first] = open;
    if (clock.now() >= (context.deadlineMs ?? Infinity))
      throw interrupted(`pod ${first!.pod.metadata.name} to terminate`);
    const nextMs = Math.min(...open.map((removal) => removal.nextMs), Math.max(endMs, clock.now() + 1));
    const outcome = await clock.waitUntil(() => false, Math.min(nextMs, context.deadlineMs ?? Infinity));
    if (outcome !== 'idle' || clock.now() >= nextMs) continue;
    if (endMs === Infinity && context.deadlineMs === undefined)
      throw interrupted(
        `pod ${first!.pod.metadata.name} to terminate: nothing more will happen in this cluster`,
      );
    await clock.sleep(nextMs - clock.now());
  }
  throwGathered(errors);
};

/** @since k8s 1.20 with type and namespace */
const shownPod = ({ metadata }: Pod, { version }: CommandContext): string => {
  const name = JSON.stringify(metadata.name);
  return isAtLeast(version, 20)
    ? `pods/${name} -n ${JSON.stringify(metadata.namespace ?? '')}`
    : `pod ${name}`;
};

const isOfTerminatingNamespace = (error: Error): boolean =>
  error instanceof ApiError &&
  error.status.reason === 'Forbidden' &&
  (error.status.details?.causes ?? []).some(({ reason }) => reason === 'NamespaceTerminating');
