/** Waits on one object of the API through a watch, in the clock's time. */
import type { ApiResource, KubeObject, WatchEvent } from '../../kube/index.ts';
import type { CommandContext } from '../context.ts';

/** kubectl's own "forever". */
export const weekMs = 168 * 3_600_000;

export interface FollowedObject {
  resource: ApiResource;
  namespace: string | undefined;
  name: string;
}

/**
 * Calls `isMet` with the object as it is now (undefined when there is none) and after each of its changes, until it answers
 * true or `timeoutMs` are over. False when time ran out, or nothing more will happen.
 */
export const followObject = async (
  { resource, namespace, name }: FollowedObject,
  timeoutMs: number,
  isMet: (object: KubeObject | undefined) => boolean,
  context: CommandContext,
): Promise<boolean> => {
  let isDone = false;
  let failure: unknown;
  let current: KubeObject | undefined;
  let isListed = false;
  const judge = (): void => {
    if (isDone || failure !== undefined) return;
    try {
      isDone = isMet(current);
    } catch (caught) {
      failure = caught;
    }
  };
  const onEvent = ({ type, object }: WatchEvent): void => {
    if (type === 'BOOKMARK') return;
    current = type === 'DELETED' ? undefined : object;
    if (isListed) judge();
  };
  const stop = await context.api.watch(
    resource,
    { ...(namespace === undefined ? {} : { namespace }), fieldSelector: `metadata.name=${name}` },
    onEvent,
  );
  isListed = true;
  judge();
  const endMs = context.clock.now() + timeoutMs;
  const untilMs = Math.min(endMs, context.deadlineMs ?? Infinity);
  const outcome = await context.clock.waitUntil(() => isDone || failure !== undefined, untilMs);
  stop();
  if (failure !== undefined) throw failure as Error;
  if (outcome === 'idle' && timeoutMs < weekMs && context.clock.now() < untilMs) {
    await context.clock.sleep(untilMs - context.clock.now());
  }
  return isDone;
};
