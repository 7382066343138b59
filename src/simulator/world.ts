/** World: what every part of the simulated cluster is given — virtual time, chance, the API server, the lab. Nothing else. */
import type { Random, Scheduled } from '../core/index.ts';
import type { KubeObject, KubernetesVersion } from '../kube/index.ts';
import type { ApiServer } from './apiserver/api-server.ts';
import type { Lab } from './lab.ts';

export interface World {
  readonly version: KubernetesVersion;
  readonly lab: Lab;
  readonly api: ApiServer;
  /** Components that stand still, and reasons of Events that are lost: empty but in a proof (see defect.ts). */
  readonly frozen: Set<string>;
  readonly lostEvents: Set<string>;
  /** Virtual milliseconds since the Unix epoch. */
  nowMs(): number;
  /** now as metav1.Time prints it: RFC 3339, UTC, whole seconds. */
  nowTime(): string;
  /** now as metav1.MicroTime prints it. */
  nowMicroTime(): string;
  /** Runs `run` after `delayMs`. `idle` marks periodic work that by itself changes nothing (heartbeats, resyncs, polls). */
  after(delayMs: number, run: () => void, options?: { idle?: boolean }): Scheduled;
  /** Periodic work that finds only what others have already dealt with: no rest waits for it, and it cannot be cancelled. */
  afterUnnoticed(delayMs: number, run: () => void): void;
  cancel(scheduled: Scheduled): void;
  /**
   * Says that something changed which no write shows (a fault, a load, a fresh sample), so that the cluster counts as at
   * rest only after every periodic task has run once more. Whoever knows that something will come of time passing alone
   * (a grace period, a back-off, a stabilisation window) keeps an event without `idle` queued until then.
   */
  markChange(): void;
  /** The stream of chance of one consumer, by a stable name: 'kubelet/w1-k8s'. The same name always gives the same object. */
  random(name: string): Random;
  /** Writes core/v1 Events as upstream's client-go recorder does (correlation: count, aggregation, spam filter). `send`: carries the write out later. */
  recordEvent(event: EventRequest, send?: (write: () => void) => void): void;
}

export interface EventRequest {
  about: KubeObject;
  type: 'Normal' | 'Warning';
  reason: string;
  message: string;
  /** source.component: 'deployment-controller', 'kubelet', 'default-scheduler'. */
  component: string;
  /** source.host, for kubelets. */
  host?: string;
  /** involvedObject.fieldPath: 'spec.containers{nginx}'. */
  fieldPath?: string;
}

/** A part of the cluster that runs: the scheduler, a kubelet, the controller manager. */
export interface Component {
  readonly name: string;
  start(): void;
}
