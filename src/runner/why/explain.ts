/** Why an expectation failed: the owner chains of the objects concerned, down to what is not as it should be, and their last events. */
import { compareEvents, lastToldMs } from '../../kube/index.ts';
import type { Event, KubeObject } from '../../kube/index.ts';
import { summarize } from './object-summary.ts';

/** What the explanation reads: every object of the cluster that the runner has, by whatever kind. */
export interface ExplainedCluster {
  /** The objects of a namespace (undefined: of the cluster), all kinds. */
  objects(): readonly KubeObject[];
  events(): readonly Event[];
}

export interface EventLine {
  /** Milliseconds since the Unix epoch. */
  atMs: number;
  type: string;
  reason: string;
  about: string;
  message: string;
  count: number;
}

export interface Explanation {
  /** "Deployment/rollout-nginx 3/4 available ← ReplicaSet …-856f4c79c9 0/1 ready ← Pod … ImagePullBackOff: nginx:1.17.23 not found". */
  chains: string[];
  /** Conditions of the objects concerned that are not at rest: "Deployment/x Progressing=False (ProgressDeadlineExceeded): …". */
  conditions: string[];
  /** The last events about the objects of the chains, oldest first. */
  events: EventLine[];
}

const chainLimit = 3;
const eventLimit = 8;

interface Family {
  byUid: Map<string, KubeObject>;
  children: Map<string, KubeObject[]>;
  events: Map<string, Event[]>;
}

const familyOf = (cluster: ExplainedCluster): Family => {
  const family: Family = { byUid: new Map(), children: new Map(), events: new Map() };
  const put = <T>(map: Map<string, T[]>, key: string, value: T): void => {
    const list = map.get(key);
    if (list === undefined) map.set(key, [value]);
    else list.push(value);
  };
  for (const object of cluster.objects()) {
    if (object.metadata.uid !== undefined) family.byUid.set(object.metadata.uid, object);
    const owner = object.metadata.ownerReferences?.find((reference) => reference.controller === true);
    if (owner !== undefined) put(family.children, owner.uid, object);
  }
  for (const event of cluster.events()) put(family.events, event.involvedObject.uid ?? '', event);
  return family;
};

const topOwner = (object: KubeObject, family: Family): KubeObject => {
  let top = object;
  for (;;) {
    const reference = top.metadata.ownerReferences?.find((candidate) => candidate.controller === true);
    const owner = reference === undefined ? undefined : family.byUid.get(reference.uid);
    if (owner === undefined || owner.kind === 'Node') return top;
    top = owner;
  }
};

const eventsOf = (object: KubeObject, family: Family): Event[] =>
  family.events.get(object.metadata.uid ?? '') ?? [];

/** A child's name without the parent's in front: the eye needs only what is new. */
const shortName = (object: KubeObject, parent: KubeObject | undefined): string => {
  const { name } = object.metadata;
  if (parent === undefined) return `${object.kind}/${name}`;
  return name.startsWith(parent.metadata.name)
    ? `${object.kind} …${name.slice(parent.metadata.name.length)}`
    : `${object.kind} ${name}`;
};

/** Follows the first unhealthy child at each generation. */
const chainFrom = (top: KubeObject, family: Family): KubeObject[] => {
  const chain = [top];
  for (;;) {
    const last = chain.at(-1)!;
    const children = family.children.get(last.metadata.uid ?? '') ?? [];
    const sick = children.find((child) => {
      const replicas = (child as { spec?: { replicas?: number } }).spec?.replicas;
      return replicas !== 0 && !summarize(child, eventsOf(child, family)).isHealthy;
    });
    if (sick === undefined) return chain;
    chain.push(sick);
  }
};

const chainText = (chain: readonly KubeObject[], family: Family): string =>
  chain
    .map(
      (object, index) =>
        `${shortName(object, chain[index - 1])} ${summarize(object, eventsOf(object, family)).text}`,
    )
    .join(' ← ');

const restingConditions = new Set([
  'MemoryPressure',
  'DiskPressure',
  'PIDPressure',
  'NetworkUnavailable',
  'ReplicaFailure',
  'ScalingLimited',
]);

const troubledConditions = (object: KubeObject): string[] => {
  const conditions =
    (
      object as {
        status?: { conditions?: { type: string; status: string; reason?: string; message?: string }[] };
      }
    ).status?.conditions ?? [];
  return conditions
    .filter(({ type, status }) => (restingConditions.has(type) ? status !== 'False' : status !== 'True'))
    .map(
      ({ type, status, reason, message }) =>
        `${object.kind}/${object.metadata.name} ${type}=${status}${reason === undefined ? '' : ` (${reason})`}${message === undefined || message === '' ? '' : `: ${message}`}`,
    );
};

const lineOf = (event: Event): EventLine => ({
  atMs: lastToldMs(event),
  type: event.type ?? 'Normal',
  reason: event.reason ?? '',
  about: `${event.involvedObject.kind?.toLowerCase() ?? 'object'}/${event.involvedObject.name ?? ''}`,
  message: event.message ?? '',
  count: event.series?.count ?? event.count ?? 1,
});

/** What was told again as an event of its own is one line, at its last time. */
const counted = (lines: readonly EventLine[]): EventLine[] => {
  const told = new Map<string, EventLine>();
  for (const line of lines) {
    const key = [line.type, line.reason, line.about, line.message].join('\n');
    const count = (told.get(key)?.count ?? 0) + line.count;
    told.delete(key);
    told.set(key, { ...line, count });
  }
  return [...told.values()];
};

/** Explains why `objects` (those that an expectation speaks of) are as they are. */
export const explain = (objects: readonly KubeObject[], cluster: ExplainedCluster): Explanation => {
  const family = familyOf(cluster);
  const tops = new Map<string, KubeObject>();
  for (const object of objects) {
    const live = family.byUid.get(object.metadata.uid ?? '') ?? object;
    const top = topOwner(live, family);
    tops.set(top.metadata.uid ?? `${top.kind}/${top.metadata.name}`, top);
  }
  const chains = [...tops.values()].slice(0, chainLimit).map((top) => chainFrom(top, family));
  const concerned = new Map<string, KubeObject>();
  const visit = (object: KubeObject): void => {
    const uid = object.metadata.uid ?? '';
    if (concerned.has(uid)) return;
    concerned.set(uid, object);
    for (const child of family.children.get(uid) ?? []) visit(child);
  };
  for (const chain of chains) for (const object of chain) visit(object);
  const events = [...concerned.values()]
    .flatMap((object) => eventsOf(object, family))
    .sort((a, b) => lastToldMs(a) - lastToldMs(b) || compareEvents(a, b));
  return {
    chains: chains.map((chain) => chainText(chain, family)),
    conditions: [...new Set(chains.flat().flatMap(troubledConditions))],
    events: counted(events.map(lineOf)).slice(-eventLimit),
  };
};
