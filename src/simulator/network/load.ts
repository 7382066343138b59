/** Load: so many requests a second, in virtual time, reckoned a second at a time instead of one by one. */
import type { Scheduled } from '../../core/index.ts';
import { cpuMillis } from '../../kube/index.ts';
import type { LoadResult, LoadSpec, RunningLoad } from '../../kube/index.ts';
import type { RuntimeContainer } from '../kubelet/container.ts';
import type { World } from '../world.ts';
import type { Network } from './network.ts';

const tickMs = 1000;

/** Whole numbers of near-equal size that add up to `total`; who gets one more is drawn. */
const share = (total: number, count: number, draw: (limit: number) => number): number[] => {
  const shares = Array<number>(count).fill(Math.floor(total / count));
  const first = count === 0 ? 0 : draw(count);
  for (let extra = 0; extra < total % count; extra++) {
    const index = (first + extra) % count;
    shares[index] = (shares[index] ?? 0) + 1;
  }
  return shares;
};

export const startLoad = (
  world: World,
  network: Network,
  { request, requestsPerSecond, durationMs }: LoadSpec,
): RunningLoad => {
  const result: LoadResult = { sent: 0, succeeded: 0, failed: 0, byPod: {} };
  const startMs = world.nowMs();
  const endMs = durationMs === undefined ? Infinity : startMs + durationMs;
  const random = world.random('load');
  const using = new Map<RuntimeContainer, number>();
  let sinceMs = startMs;
  let tick: Scheduled | undefined;

  /** The processors' share of every container from now on. */
  const use = (next: ReadonlyMap<RuntimeContainer, number>): void => {
    for (const [container, millis] of using) container.addLoad(-millis);
    using.clear();
    for (const [container, millis] of next) {
      container.addLoad(millis);
      using.set(container, millis);
    }
  };

  /** Sends what is due since the last tick to whoever takes it now. */
  const send = (): void => {
    const nowMs = Math.min(world.nowMs(), endMs);
    const due = Math.floor(((nowMs - startMs) / 1000) * requestsPerSecond) - result.sent;
    sinceMs = nowMs;
    const route = network.route(request.url, request.from);
    result.sent += due;
    if ('failure' in route) {
      result.failed += due;
      use(new Map());
      return;
    }
    const { containers } = route;
    const shares = share(due, containers.length, (limit) => random.below(limit));
    const next = new Map<RuntimeContainer, number>();
    containers.forEach((container, index) => {
      const pod = `${container.sandbox.namespace}/${container.sandbox.podName}`;
      const count = shares[index] ?? 0;
      if (count > 0) result.byPod[pod] = (result.byPod[pod] ?? 0) + count;
      const wanted = (requestsPerSecond / containers.length) * (container.service?.cpuMillisPerRequest ?? 0);
      const limit = container.spec.resources?.limits?.['cpu'];
      next.set(container, limit === undefined ? wanted : Math.min(wanted, cpuMillis(limit)));
    });
    result.succeeded += due;
    use(next);
  };

  const finish = (): LoadResult => {
    if (tick !== undefined) {
      send();
      world.cancel(tick);
      tick = undefined;
      use(new Map());
      world.markChange();
    }
    return result;
  };

  const plan = (): void => {
    const delayMs = Math.max(0, Math.min(tickMs, endMs - sinceMs));
    tick = world.after(delayMs, () => {
      if (world.nowMs() >= endMs) finish();
      else {
        send();
        plan();
      }
    });
  };
  send();
  plan();
  world.markChange();
  return { result: () => ({ ...result, byPod: { ...result.byPod } }), stop: finish };
};
