/** createWorld: the World that every part of one simulated cluster shares. */
import { Random, type Scheduled } from '../../core/index.ts';
import { deepEqual, type KubernetesVersion, type Node } from '../../kube/index.ts';
import { createApiServer, type ApiServer, type Change, type ServerCore } from '../apiserver/index.ts';
import type { Lab } from '../lab.ts';
import type { EventRequest, World } from '../world.ts';
import { EventExpiry } from './event-expiry.ts';
import { EventRecorder } from './event-recorder.ts';
import { VirtualTime } from './virtual-time.ts';

export interface WorldParts {
  world: World;
  time: VirtualTime;
  core: ServerCore;
  eventExpiry: EventExpiry;
}

/** A node object without what every heartbeat renews. */
const withoutHeartbeats = ({ metadata: _metadata, status, ...rest }: Node): unknown => ({
  ...rest,
  status: {
    ...status,
    conditions: (status?.conditions ?? []).map(
      ({ lastHeartbeatTime: _lastHeartbeatTime, ...condition }) => condition,
    ),
  },
});

export const createWorld = (options: {
  lab: Lab;
  seed: number;
  version: KubernetesVersion;
  startMs: number;
  /** Admission plugins that are switched off. */
  withoutAdmission?: readonly string[];
}): WorldParts => {
  const { lab, version } = options;
  const time = new VirtualTime(options.startMs);
  const root = new Random(options.seed, 'world');
  const streams = new Map<string, Random>();

  const clock = {
    version,
    lab,
    nowMs: () => time.nowMs,
    nowTime: () => time.nowTime,
    random(name: string): Random {
      let stream = streams.get(name);
      if (stream === undefined) streams.set(name, (stream = root.stream(name)));
      return stream;
    },
  };
  const { api, core }: { api: ApiServer; core: ServerCore } = createApiServer({
    ...clock,
    withoutAdmission: options.withoutAdmission ?? [],
  });
  const lostEvents = new Set<string>();
  const recorder = new EventRecorder(clock, api, core);
  const world: World = {
    ...clock,
    api,
    frozen: new Set(),
    lostEvents,
    nowMicroTime: () => time.nowMicroTime,
    after: (delayMs: number, run: () => void, { idle = false } = {}): Scheduled =>
      time.after(delayMs, run, idle),
    afterUnnoticed: (delayMs: number, run: () => void) => time.afterUnnoticed(delayMs, run),
    cancel: (scheduled: Scheduled) => time.cancel(scheduled),
    markChange: () => time.markChange(),
    recordEvent: (event: EventRequest, send = (write: () => void) => write()) => {
      if (!lostEvents.has(event.reason)) recorder.record(event, send);
    },
  };

  const lastNodes = new Map<string, Node>();
  /** Lease renewals and fresh lastHeartbeatTimes are the cluster's pulse, not a change. */
  const isHeartbeat = ({ resource, name, verb }: Change): boolean => {
    if (verb === 'expire') return true;
    if (resource === 'leases.coordination.k8s.io') return verb !== 'create' && verb !== 'delete';
    if (resource !== 'nodes') return false;
    const node = core.store.get('nodes', '', name) as Node | undefined;
    const before = lastNodes.get(name);
    if (node === undefined) {
      lastNodes.delete(name);
      return false;
    }
    lastNodes.set(name, node);
    return before !== undefined && deepEqual(withoutHeartbeats(before), withoutHeartbeats(node));
  };
  core.listen((change) => {
    if (!isHeartbeat(change)) time.markChange();
  });
  return { world, time, core, eventExpiry: new EventExpiry(core, time) };
};
