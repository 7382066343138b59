/** createSimulator: a whole simulated cluster, a day old and at rest. */
import type { WaitOutcome } from '../core/index.ts';
import {
  badRequest,
  parseKubernetesVersion,
  type Answer,
  type KubeApi,
  type KubernetesVersion,
} from '../kube/index.ts';
import { ServedApi, type ApiServer } from './apiserver/index.ts';
import { controllers } from './controllers/index.ts';
import { Machines } from './kubelet/index.ts';
import type { Lab } from './lab.ts';
import { createInitialObjects } from './runtime/initial-objects.ts';
import { ControllerManager, createWorld, type WorldParts } from './runtime/index.ts';
import { createScheduler } from './scheduler/index.ts';
import type { World } from './world.ts';

export interface SimulatorOptions {
  lab: Lab;
  /** Default 1. */
  seed?: number;
  /** "1.20" or what was parsed of it. Default: the lab's. */
  version?: string | KubernetesVersion;
}

export type LogOptions = Parameters<KubeApi['log']>[2];

export interface Simulator {
  readonly version: KubernetesVersion;
  readonly lab: Lab;
  readonly api: ApiServer;
  /** The API as clients see it, in all its versions. */
  readonly served: ServedApi;
  readonly world: World;
  nowMs(): number;
  /** Runs the next event; false when nothing at all is queued. */
  step(): boolean;
  /** Nothing is left to happen but periodic work that has changed nothing since the last change. */
  isAtRest(): boolean;
  /** Runs everything due until `timeMs`, and stands there. */
  runUntil(timeMs: number): void;
  /** Runs until `isMet`, asked at the start and after every event; until `deadlineMs`; or until the cluster is at rest. */
  waitUntil(isMet: () => boolean, deadlineMs: number): WaitOutcome;
  log(namespace: string, pod: string, options: LogOptions): Answer<string>;
}

const dayMs = 86_400_000;
/** How long a booting cluster may take to come to rest before its day passes. */
const bootMs = 60_000;

const versionOf = ({ version, lab }: SimulatorOptions): KubernetesVersion => {
  if (typeof version === 'object') return version;
  const parsed = parseKubernetesVersion(version ?? lab.kubernetes);
  if (parsed === undefined) throw new Error(`not a Kubernetes version: "${version ?? lab.kubernetes}"`);
  return parsed;
};

const runUntil = ({ time }: WorldParts, timeMs: number): void => {
  for (let next = time.peekTimeMs(); next !== undefined && next <= timeMs; next = time.peekTimeMs())
    time.step();
  time.advanceTo(timeMs);
};

const waitUntil = ({ time }: WorldParts, isMet: () => boolean, deadlineMs: number): WaitOutcome => {
  if (isMet()) return 'met';
  for (;;) {
    if (time.isAtRest) return 'idle';
    const next = time.peekTimeMs();
    if (next === undefined || next > deadlineMs) {
      time.advanceTo(deadlineMs);
      return 'deadline';
    }
    time.step();
    if (isMet()) return 'met';
  }
};

/** Until the network part is here: no programs, probes succeed. */
const behaviour: ConstructorParameters<typeof Machines>[1] = {
  runProgram: () => false,
  tryHandler: (_container, _handler, _timeoutMs, onEnd) => onEnd({ isSuccess: true, message: '' }),
};

/** @throws Error when `version` is none */
export const createSimulator = (options: SimulatorOptions): Simulator => {
  const { lab, seed = 1 } = options;
  const version = versionOf(options);
  const startMs = Date.parse(lab.startTime);
  const parts = createWorld({ lab, seed, version, startMs: startMs - dayMs });
  const { world, time } = parts;
  createInitialObjects(world, parts.core.addresses.apiAddress);
  new ControllerManager(world, controllers).start();
  createScheduler(world).start();
  const machines = new Machines(world, behaviour);
  for (const node of lab.nodes) machines.add(node).start();
  waitUntil(parts, () => false, startMs - dayMs + bootMs);
  time.skip(startMs - time.nowMs);
  return {
    version,
    lab,
    api: world.api,
    served: new ServedApi(parts.core, world.api),
    world,
    nowMs: () => time.nowMs,
    step: () => time.step(),
    isAtRest: () => time.isAtRest,
    runUntil: (timeMs) => runUntil(parts, timeMs),
    log(namespace, pod) {
      const found = world.api.get('pods', namespace, pod);
      return found.ok ? { ok: false, status: badRequest('the simulator keeps no logs yet') } : found;
    },
    waitUntil: (isMet, deadlineMs) => waitUntil(parts, isMet, deadlineMs),
  };
};
