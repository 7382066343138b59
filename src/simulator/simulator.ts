/** createSimulator: a whole simulated cluster, a day old and at rest. */
import type { WaitOutcome } from '../core/index.ts';
import { parseKubernetesVersion, type KubernetesVersion } from '../kube/index.ts';
import { ServedApi, type ApiServer } from './apiserver/index.ts';
import type { TokenHost } from './authentication/index.ts';
import { installPolicy, type Authorizer } from './authorization/index.ts';
import { controllers } from './controllers/index.ts';
import { spoil, type ClusterDefect } from './defect.ts';
import { createNetworkAnswer } from './http/network-requests.ts';
import type { Lab } from './lab.ts';
import { startBootstrapController } from './runtime/bootstrap-controller.ts';
import { createInitialObjects } from './runtime/initial-objects.ts';
import { ControllerManager, createWorld, type WorldParts } from './runtime/index.ts';
import { Site } from './site/index.ts';
import { createScheduler } from './scheduler/index.ts';
import type { World } from './world.ts';

export interface SimulatorOptions {
  lab: Lab;
  /** Default 1. */
  seed?: number;
  /** "1.20" or what was parsed of it. Default: the lab's. */
  version?: string | KubernetesVersion;
  /** What is wrong from the lab's start on, for proofs. Default: nothing. */
  defect?: ClusterDefect;
  /** Whether metadata.managedFields is kept of every object from its creation, as by upstream, for clients that look at it. */
  tracksFields?: boolean;
}

export interface Simulator {
  readonly version: KubernetesVersion;
  readonly lab: Lab;
  readonly api: ApiServer;
  /** The API as clients see it, in all its versions. */
  readonly served: ServedApi;
  readonly world: World;
  readonly authorizer: Authorizer;
  readonly tokens: TokenHost;
  /** Machines, containers, network, add-ons: exec, logs, requests, load, faults. */
  readonly site: Site;
  nowMs(): number;
  /** Runs the next event; false when nothing at all is queued. */
  step(): boolean;
  /** Nothing is left to happen but periodic work that has changed nothing since the last change. */
  isAtRest(): boolean;
  /** Runs everything due until `timeMs`, and stands there. */
  runUntil(timeMs: number): void;
  /** Runs until `isMet`, asked at the start and after every event; until `deadlineMs`; or until the cluster is at rest. */
  waitUntil(isMet: () => boolean, deadlineMs: number): WaitOutcome;
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

/** A quiet moment, in which nothing is due for a while. */
const quietMs = 100;

/**
 * A day passes in which nothing happens: what was queued is due that much later, the events of the start have expired, and
 * the kubelets report at once, so that nobody takes them for silent.
 */
const passTheDay = ({ time, eventExpiry }: WorldParts, site: Site, endMs: number): void => {
  for (
    let next = time.peekTimeMs();
    next !== undefined && next - time.nowMs < quietMs;
    next = time.peekTimeMs()
  )
    time.step();
  time.skip(endMs - quietMs - time.nowMs);
  eventExpiry.expire();
  for (const { kubelet } of site.machines.byName.values()) kubelet.reportNode();
};

/** @throws Error when `version` is none */
export const createSimulator = (options: SimulatorOptions): Simulator => {
  const { lab, seed = 1 } = options;
  const version = versionOf(options);
  const startMs = Date.parse(lab.startTime);
  const parts = createWorld({ lab, seed, version, startMs: startMs - dayMs });
  const { world, time } = parts;
  parts.core.fields.tracksAll = options.tracksFields === true;
  installPolicy(parts.core);
  createInitialObjects(world, parts.core.addresses.apiAddress);
  startBootstrapController(world, parts.core.addresses.apiAddress);
  new ControllerManager(world, controllers).start();
  createScheduler(world).start();
  const site = new Site(world);
  site.start();
  waitUntil(parts, () => false, startMs - dayMs + bootMs);
  passTheDay(parts, site, startMs);
  runUntil(parts, startMs);
  spoil(world, options.defect ?? {}, () => {
    for (const { name } of lab.nodes) site.fault({ kind: 'stopKubelet', node: name });
  });
  const simulator: Simulator = {
    version,
    lab,
    api: world.api,
    served: new ServedApi(parts.core, world.api),
    world,
    authorizer: parts.core.authorizer,
    tokens: parts.core.tokens,
    site,
    nowMs: () => time.nowMs,
    step: () => time.step(),
    isAtRest: () => time.isAtRest,
    runUntil: (timeMs) => runUntil(parts, timeMs),
    waitUntil: (isMet, deadlineMs) => waitUntil(parts, isMet, deadlineMs),
  };
  const answer = createNetworkAnswer(simulator);
  site.network.answerApi = ({ scheme, path }, request) => answer(scheme, path, request);
  return simulator;
};
