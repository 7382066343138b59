/** Probes of containers: each runs on its own period, and its results decide readiness and restarts. */
import type { Scheduled } from '../../core/index.ts';
import type { Container, Pod, Probe, ProbeHandler } from '../../kube/index.ts';
import type { World } from '../world.ts';
import type { RuntimeContainer } from './container.ts';
import type { RecordPodEvent } from './image-manager.ts';

export type ProbeKind = 'readiness' | 'liveness' | 'startup';

/** What one try of a handler came to. `message` is what an Unhealthy event quotes. */
export interface ProbeOutcome {
  isSuccess: boolean;
  message: string;
}

/** Tries a handler against a container; calls back at once or, when it takes too long, after the timeout. */
export type TryHandler = (
  container: RuntimeContainer,
  handler: ProbeHandler,
  timeoutMs: number,
  onEnd: (outcome: ProbeOutcome) => void,
) => void;

interface Worker {
  kind: ProbeKind;
  probe: Probe;
  container: RuntimeContainer;
  pod: Pod;
  /** undefined: no result yet. */
  isPassing: boolean | undefined;
  successes: number;
  failures: number;
  scheduled: Scheduled | undefined;
  isStopped: boolean;
}

export interface ProberOptions {
  world: World;
  nodeName: string;
  tryHandler: TryHandler;
  record: RecordPodEvent;
  /** A result changed: the pod's worker should look. */
  onResult(podUid: string): void;
}

const titles: Record<ProbeKind, string> = {
  readiness: 'Readiness',
  liveness: 'Liveness',
  startup: 'Startup',
};

const probesOf = (container: Container): [ProbeKind, Probe | undefined][] => [
  ['startup', container.startupProbe],
  ['readiness', container.readinessProbe],
  ['liveness', container.livenessProbe],
];

/** @source k8s 1.20 pkg/kubelet/prober/worker.go */
export class Prober {
  readonly #options: ProberOptions;
  readonly #workers = new Map<string, Worker[]>();

  constructor(options: ProberOptions) {
    this.#options = options;
  }

  /** Starts the probes of a container that has just started. */
  watch(pod: Pod, container: RuntimeContainer): void {
    const { spec } = container;
    if (
      spec.readinessProbe === undefined &&
      spec.livenessProbe === undefined &&
      spec.startupProbe === undefined
    )
      return;
    const workers: Worker[] = [];
    for (const [kind, probe] of probesOf(spec)) {
      if (probe === undefined) continue;
      const isPassing = kind === 'liveness' ? true : kind === 'readiness' ? false : undefined;
      const worker: Worker = {
        kind,
        probe,
        container,
        pod,
        isPassing,
        successes: 0,
        failures: 0,
        scheduled: undefined,
        isStopped: false,
      };
      workers.push(worker);
      const periodMs = (probe.periodSeconds ?? 10) * 1000;
      const phaseMs = this.#options.world
        .random(`prober/${this.#options.nodeName}`)
        .below(Math.min(periodMs, 1000));
      this.#plan(worker, (probe.initialDelaySeconds ?? 0) * 1000 + phaseMs);
    }
    this.#workers.set(container.id, workers);
    container.onEnd(() => {
      for (const worker of workers) this.#stop(worker);
      this.#workers.delete(container.id);
    });
  }

  /** @source k8s 1.20 pkg/kubelet/prober/prober_manager.go UpdatePodStatus */
  state(container: RuntimeContainer): { isStarted: boolean; isReady: boolean } {
    const workers = this.#workers.get(container.id);
    if (workers === undefined) return { isStarted: true, isReady: true };
    const of = (kind: ProbeKind): Worker | undefined => workers.find((worker) => worker.kind === kind);
    const isStarted = of('startup')?.isPassing ?? of('startup') === undefined;
    return { isStarted, isReady: isStarted && (of('readiness')?.isPassing ?? true) };
  }

  /** The probe because of which a container has to be restarted. */
  failedProbe(container: RuntimeContainer): 'liveness' | 'startup' | undefined {
    for (const { kind, isPassing } of this.#workers.get(container.id) ?? [])
      if ((kind === 'liveness' || kind === 'startup') && isPassing === false) return kind;
    return undefined;
  }

  /** The kubelet's process is gone. */
  reset(): void {
    for (const workers of this.#workers.values()) for (const worker of workers) this.#stop(worker);
    this.#workers.clear();
  }

  #stop(worker: Worker): void {
    worker.isStopped = true;
    if (worker.scheduled !== undefined) this.#options.world.cancel(worker.scheduled);
  }

  /** A probe that goes on as it did is periodic work; one that may yet turn a result is not. */
  #plan(worker: Worker, delayMs: number): void {
    const isSteady = worker.isPassing === true && worker.failures === 0;
    worker.scheduled = this.#options.world.after(
      delayMs,
      () => {
        this.#probe(worker);
      },
      { idle: isSteady },
    );
  }

  #probe(worker: Worker): void {
    if (worker.isStopped) return;
    const { kind, probe, container } = worker;
    const periodMs = (probe.periodSeconds ?? 10) * 1000;
    const startup = this.#workers.get(container.id)?.find((other) => other.kind === 'startup');
    const isWaiting =
      kind === 'startup' ? worker.isPassing === true : startup !== undefined && startup.isPassing !== true;
    if (isWaiting) {
      if (kind !== 'startup') this.#plan(worker, periodMs);
      return;
    }
    this.#options.tryHandler(container, probe, (probe.timeoutSeconds ?? 1) * 1000, (outcome) => {
      if (worker.isStopped) return;
      this.#judge(worker, outcome);
      if (!worker.isStopped) this.#plan(worker, periodMs);
    });
  }

  #judge(worker: Worker, { isSuccess, message }: ProbeOutcome): void {
    const { kind, probe, container, pod } = worker;
    if (isSuccess) {
      worker.successes++;
      worker.failures = 0;
    } else {
      worker.failures++;
      worker.successes = 0;
      this.#options.record(
        pod,
        'Warning',
        'Unhealthy',
        `${titles[kind]} probe failed: ${message}`,
        container.spec,
      );
    }
    const threshold = isSuccess ? (probe.successThreshold ?? 1) : (probe.failureThreshold ?? 3);
    if ((isSuccess ? worker.successes : worker.failures) < threshold) return;
    const before = worker.isPassing;
    worker.isPassing = isSuccess;
    if (!isSuccess && kind !== 'readiness') {
      // The container is going to be killed: no more probes of it, as upstream's onHold.
      for (const other of this.#workers.get(container.id) ?? [])
        if (other.kind !== 'readiness') this.#stop(other);
    }
    if (before !== isSuccess) this.#options.onResult(container.sandbox.podUid);
  }
}
