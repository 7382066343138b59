/** Builds the Failure of a step: the failed expectations, when what they speak of last changed, and why it is as it is. */
import type { Backend } from '../backends/index.ts';
import type { Position } from '../core/index.ts';
import type { ObjectName, Verdict } from '../expect/index.ts';
import type { Event, KubeObject } from '../kube/index.ts';
import type { ObservedCluster } from './observed-cluster.ts';
import type { ActionRecord, Failure, FailureKind } from './run-record.ts';
import { explain } from './why/explain.ts';
import { lastChangeOf } from './why/last-change.ts';

export interface FailedPart {
  kind: FailureKind;
  position: Position;
  verdict: Verdict;
}

const find = (
  named: ObjectName,
  objects: ReadonlyMap<string, readonly KubeObject[]>,
): KubeObject | undefined =>
  objects
    .get(named.resource)
    ?.find(({ metadata }) => metadata.name === named.name && metadata.namespace === named.namespace);

export interface FailureContext {
  backend: Backend;
  cluster: ObservedCluster;
  /** When the scenario began, as of the clock. */
  startMs: number;
  evidence: ActionRecord[];
}

export const buildFailure = async (
  message: string,
  ended: Failure['ended'],
  position: Position,
  parts: readonly FailedPart[],
  atMs: number,
  context: FailureContext,
): Promise<Failure> => {
  const { backend, cluster, startMs, evidence } = context;
  const objects = await cluster.snapshot();
  const named = parts.flatMap(({ verdict }) => [
    ...verdict.objects,
    ...(verdict.nearest?.object === undefined ? [] : [verdict.nearest.object]),
  ]);
  const concerned = named.map((name) => find(name, objects)).filter((object) => object !== undefined);
  const all = [...objects].flatMap(([id, list]) => (id === 'events' || id.startsWith('events.') ? [] : list));
  const why = explain(concerned, {
    objects: () => all,
    events: () => (objects.get('events') ?? []) as Event[],
  });
  return {
    message,
    position,
    atMs: atMs - startMs,
    ended,
    expectations: parts.map(({ kind, position: at, verdict }) => ({
      kind,
      position: at,
      verdict,
      lastChanges: verdict.leaves.map((leaf) => {
        const change = lastChangeOf(leaf, verdict, (name) => cluster.history(name), backend);
        return change === undefined
          ? undefined
          : { atMs: change.timeMs - startMs, user: change.user, verb: change.verb };
      }),
    })),
    why: { ...why, events: why.events.map((event) => ({ ...event, sinceStartMs: event.atMs - startMs })) },
    evidence,
  };
};
