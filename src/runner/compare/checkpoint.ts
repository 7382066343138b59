/** A checkpoint: the state of a lab at rest after a step, in a form that can be compared with another lab's. */
import { compareEvents, lastToldMs } from '../../kube/index.ts';
import type { ApiResource, Event, KubeObject, Node, Pod } from '../../kube/index.ts';
import type { StepRecord } from '../run-record.ts';
import { listIfServed } from '../list-if-served.ts';
import type { Stage } from '../stage.ts';
import { groupOf, normaliseObject, normaliseOutput, normaliseText } from './normalise.ts';

export interface Checkpoint {
  step: string;
  result: StepRecord['result'];
  /** Group ("pod/web-?????") → its members, each as a value, in an order of their own. */
  objects: Map<string, unknown[]>;
  /** Group of the object concerned → for each such object its events in order. */
  events: Map<string, unknown[]>;
  /** What the step printed. */
  output: { line: string; exitCode: number | undefined; stdout: string; stderr: string }[];
  /** How long the step took, of the lab's time. */
  durationMs: number;
}

/** Served twice, or nothing that a scenario is about. */
const ignored = new Set([
  'events.events.k8s.io',
  'ingresses.extensions',
  'leases.coordination.k8s.io',
  'controllerrevisions.apps',
  'componentstatuses',
  'bindings',
  // Readings of the moment.
  'pods.metrics.k8s.io',
  'nodes.metrics.k8s.io',
]);

/** What a lab holds at one moment, as it says it. */
export interface LabState {
  objects: KubeObject[];
  events: Event[];
}

/** All objects of the scenario's namespace, and the nodes. */
const take = async ({ backend, scenario }: Stage, served: readonly ApiResource[]): Promise<LabState> => {
  const seen = new Set<string>();
  const listed = served.filter(({ name, group, namespaced, verbs }) => {
    const id = group === '' ? name : `${name}.${group}`;
    if (seen.has(id) || ignored.has(id) || !verbs.includes('list')) return false;
    seen.add(id);
    return namespaced || id === 'nodes';
  });
  const lists = await Promise.all(
    listed.map(async (resource) => {
      const items = await listIfServed(
        backend.api,
        resource,
        resource.namespaced && resource.name !== 'events' ? { namespace: scenario.namespace } : {},
      );
      return { resource, items };
    }),
  );
  const all = (isEvents: boolean): KubeObject[] =>
    lists.filter(({ resource }) => (resource.name === 'events') === isEvents).flatMap(({ items }) => items);
  return { objects: all(false), events: all(true) as unknown as Event[] };
};

const stable = (value: unknown): string =>
  JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );

const inOrder = (values: unknown[]): unknown[] =>
  values
    .map((value) => [stable(value), value] as const)
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([, value]) => value);

const grouped = <T>(items: readonly T[], keyOf: (item: T) => string, show: (item: T) => unknown) => {
  const groups = new Map<string, unknown[]>();
  for (const item of items) {
    const key = keyOf(item);
    groups.set(key, [...(groups.get(key) ?? []), show(item)]);
  }
  for (const [key, values] of groups) groups.set(key, inOrder(values));
  return groups;
};

/** How many pods of a group each node has; which node has how many is drawn by lot. */
const spreadOf = (objects: readonly KubeObject[]): Map<string, unknown[]> => {
  const counts = new Map<string, Map<string, number>>();
  for (const object of objects) {
    if (object.kind !== 'Pod') continue;
    const node = (object as unknown as Pod).spec.nodeName ?? '<none>';
    const group = `spread of ${groupOf(object)}`;
    const byNode = counts.get(group) ?? new Map<string, number>();
    byNode.set(node, (byNode.get(node) ?? 0) + 1);
    counts.set(group, byNode);
  }
  return new Map([...counts].map(([group, byNode]) => [group, [...byNode.values()].sort((a, b) => b - a)]));
};

const writtenAt = (event: Event): number => Number(event.metadata.resourceVersion);

/** Caches that are late, of a kubelet or a controller, and what only a fake container runtime says. */
const pullFailure = /^(Failed to pull image "[^"]*"): rpc error.*$/;
const isOfTheMoment =
  /failed to sync (secret|configmap) cache: timed out|KillPodSandboxError|imageFs information is unavailable|Operation cannot be fulfilled on endpoint/;

const nodeWord = /\b(?:m|w\d+)-k8s\b/g;

/** Where and when the scenario was played. */
export interface PlayedAt {
  namespace: string;
  /** When it began, as of the lab's clock. */
  startMs: number;
}

/** A kubelet tells up to ten seconds later that its node takes pods again: of the scenario before, where nothing here was before it. */
const isOfBefore = ({ reason }: Event, index: number, all: readonly Event[]): boolean =>
  reason === 'NodeSchedulable' && !all.slice(0, index).some((other) => other.reason === 'NodeNotSchedulable');

const eventsOf = (events: readonly Event[], played: PlayedAt): Map<string, unknown[]> => {
  const ofRun = events.filter((event) => {
    if (isOfTheMoment.test(event.message ?? '')) return false;
    const { namespace } = event.involvedObject;
    if (namespace !== undefined && namespace !== played.namespace) return false;
    // An event that happened before is counted on: only its last time tells.
    return namespace !== undefined || lastToldMs(event) >= played.startMs - 1000;
  });
  const byObject = new Map<string, Event[]>();
  for (const event of ofRun) {
    const { kind, name, uid } = event.involvedObject;
    const key = `${kind ?? ''}/${name ?? ''}/${kind === 'Node' ? '' : (uid ?? '')}`;
    byObject.set(key, [...(byObject.get(key) ?? []), event]);
  }
  const groups = grouped(
    [...byObject.values()],
    ([first]) => {
      const { kind = '', name = '' } = first!.involvedObject;
      return `events of ${kind.toLowerCase()}/${normaliseText(name)}`;
    },
    (list) =>
      list
        .map((event, index) => ({ event, index }))
        .sort(
          (a, b) =>
            (a.event.involvedObject.kind === 'Node' ? lastToldMs(a.event) - lastToldMs(b.event) : 0) ||
            compareEvents(a.event, b.event) ||
            a.index - b.index,
        )
        .map(({ event }) => event)
        .filter((event, index, all) => !isOfBefore(event, index, all))
        // Which images a node has is a matter of what ran on it before.
        .filter(({ reason }, index, all) => reason !== 'Pulling' || all[index + 1]?.reason !== 'Pulled')
        .map((event) => ({
          type: event.type,
          reason: event.reason,
          message: (event.reason === 'Pulled' ? '<pulled>' : normaliseText(event.message ?? ''))
            .replace(pullFailure, '$1')
            .replace(event.involvedObject.kind === 'Pod' ? nodeWord : /$^/g, '<node>'),
          component: event.source?.component,
        })),
  );
  const isEmpty = (list: unknown): boolean => (list as unknown[]).length === 0;
  return new Map([...groups].filter(([, lists]) => !lists.every(isEmpty)));
};

/** A state does not change for so long: it is at rest. */
const restMs = 1_500;
const longestMs = 60_000;
/** A container that is being created for longer than this waits for something that does not come. */
const longestCreationMs = 20_000;

const isTerminating = ({ metadata, kind }: KubeObject): boolean =>
  kind === 'Pod' && metadata.deletionTimestamp !== undefined;

const isBeingCreated = (object: KubeObject): boolean => {
  if (object.kind !== 'Pod') return false;
  const { status, spec } = object as unknown as Pod;
  const statuses = [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])];
  if (statuses.length === 0) return spec.nodeName !== undefined;
  return statuses.some(({ state }) =>
    ['ContainerCreating', 'PodInitializing'].includes(state?.waiting?.reason ?? ''),
  );
};

/** A kubelet looks at its node every ten seconds, and tells then that it was cordoned or uncordoned. */
const longestSilenceMs = 15_000;

/** Whether a kubelet has yet to tell that its node was cordoned or uncordoned. */
const isUntold = (node: KubeObject, events: readonly Event[]): boolean => {
  if (node.kind !== 'Node') return false;
  const told = events
    .filter(({ involvedObject: { kind, name } }) => kind === 'Node' && name === node.metadata.name)
    .filter(({ reason = '' }) => /^Node(Not)?Schedulable$/.test(reason))
    .sort((a, b) => lastToldMs(a) - lastToldMs(b) || writtenAt(a) - writtenAt(b))
    .at(-1);
  const isToldCordoned = told?.reason === 'NodeNotSchedulable';
  return isToldCordoned !== ((node as unknown as Node).spec.unschedulable === true);
};

/** A state and the text by which the next one is known to be the same. */
export interface RestingState {
  state: LabState;
  fingerprint: string;
}

/** Lets the lab come to rest and takes its state; `last` is the state before. */
export const takeState = async (stage: Stage, last?: RestingState): Promise<RestingState> => {
  const { clock, api } = stage.backend;
  const served = await api.resources();
  const startMs = clock.now();
  const isOver = (ms: number): boolean => clock.now() >= startMs + ms;
  const isBusy = ({ objects, events }: LabState): boolean =>
    objects.some(isTerminating) ||
    (objects.some(isBeingCreated) && !isOver(longestCreationMs)) ||
    (objects.some((object) => isUntold(object, events)) && !isOver(longestSilenceMs));
  let before = last?.fingerprint ?? '';
  for (;;) {
    const state = await take(stage, served);
    const fingerprint = stable(state.objects.map(normaliseObject));
    const isSame = fingerprint === before;
    if ((isSame && !isBusy(state)) || isOver(longestMs)) return { state, fingerprint };
    before = fingerprint;
    await clock.sleep(restMs);
  }
};

/** The state after a step, in the form that can be compared. */
export const checkpointOf = (
  { name, result, actions, durationMs }: Pick<StepRecord, 'name' | 'result' | 'actions' | 'durationMs'>,
  state: LabState,
  played: PlayedAt,
): Checkpoint => {
  const objects = grouped(state.objects, groupOf, normaliseObject);
  for (const [group, spread] of spreadOf(state.objects)) objects.set(group, spread);
  return {
    step: name,
    // Who made the changes is judged only where the lab tells; the state after it is compared all the same.
    result: result === 'partial' ? 'passed' : result,
    objects,
    events: eventsOf(state.events, played),
    output: actions.map(({ line, exitCode, stdout = '', stderr = '' }) => ({
      line: normaliseText(line),
      exitCode,
      stdout: normaliseOutput(line, stdout),
      stderr: normaliseOutput(line, stderr),
    })),
    durationMs,
  };
};
