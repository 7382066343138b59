/** metrics-server: what pods and nodes used lately, scraped from the kubelets and served as metrics.k8s.io. */
import type { Scheduled } from '../../core/index.ts';
import type { Answer, KubeObject, Pod } from '../../kube/index.ts';
import { notFound } from '../../kube/index.ts';
import type { AggregatedApi, ListFilter } from '../apiserver/index.ts';
import { currentContainers } from '../kubelet/container.ts';
import type { Machine, Machines } from '../kubelet/index.ts';
import type { Component, World } from '../world.ts';
import { nodeMetrics, podMetrics } from './metrics-objects.ts';
import type { ContainerUsage, Sample } from './metrics-objects.ts';

/** --metric-resolution of metrics-server 0.3 and 0.4. */
const resolutionMs = 60_000;
/** A container needs two readings by its kubelet (each 10 s) before there is a rate. */
const youngestMs = 15_000;
const group = 'metrics.k8s.io';
/** From readiness of metrics-server's pod to its first scrape. */
const firstScrapeMs = 5_000;

interface Reading {
  timeMs: number;
  cpuMillis: number;
}

export class MetricsServer implements Component {
  readonly name = 'metrics-server';
  readonly #world: World;
  readonly #machines: Machines;
  readonly #readings = new Map<string, Reading>();
  #samples = new Map<string, Sample>();
  #nodeSamples = new Map<string, Sample>();
  #isServing = false;
  #hasScraped = false;
  #scraping: Scheduled | undefined;
  #unserve: (() => void) | undefined;

  constructor(world: World, machines: Machines) {
    this.#world = world;
    this.#machines = machines;
  }

  /** Watches for an APIService of the group; the Endpoints of the Service it names say whether anybody answers. */
  start(): void {
    const { api } = this.#world;
    let isRegistered = false;
    let hasEndpoints = false;
    const judge = (): void => {
      if (isRegistered) this.#unserve ??= api.aggregate(this.#api());
      else {
        this.#unserve?.();
        this.#unserve = undefined;
      }
      const isServing = isRegistered && hasEndpoints;
      if (isServing === this.#isServing) return;
      this.#isServing = isServing;
      if (isServing) this.#begin();
      this.#tellAvailability(isServing);
    };
    api.watch('apiservices.apiregistration.k8s.io', {}, ({ type, object }) => {
      if (!object.metadata.name.endsWith(`.${group}`)) return;
      const before = isRegistered;
      isRegistered = type !== 'DELETED';
      if (before !== isRegistered) this.#world.after(10, judge);
    });
    api.watch('endpoints', { namespace: 'kube-system' }, ({ type, object }) => {
      if (object.metadata.name !== 'metrics-server') return;
      hasEndpoints =
        type !== 'DELETED' && (object.subsets ?? []).some(({ addresses }) => (addresses?.length ?? 0) > 0);
      this.#world.after(10, judge);
    });
  }

  #begin(): void {
    this.#hasScraped = false;
    this.#samples.clear();
    this.#nodeSamples.clear();
    this.#readings.clear();
    // The first reading gives rates since the containers' start; what follows, since the reading before.
    const scrape = (): void => {
      if (!this.#isServing) return;
      this.#scrape();
      this.#scraping = this.#world.after(resolutionMs, scrape, { idle: true });
    };
    if (this.#scraping !== undefined) this.#world.cancel(this.#scraping);
    this.#scraping = this.#world.after(firstScrapeMs, scrape);
  }

  #scrape(): void {
    const nowMs = this.#world.nowMs();
    const samples = new Map<string, Sample>();
    const nodes = new Map<string, Sample>();
    for (const machine of this.#machines.byName.values()) {
      if (!machine.isReachable || !machine.kubelet.isRunning) continue;
      nodes.set(machine.node.name, {
        timeMs: nowMs,
        containers: [{ name: machine.node.name, ...this.#scrapeMachine(machine, samples) }],
      });
    }
    const isNews = !this.#hasScraped || differs(this.#samples, samples);
    this.#samples = samples;
    this.#nodeSamples = nodes;
    this.#hasScraped = true;
    if (isNews) this.#world.markChange();
  }

  /** Reads all containers of a machine into `samples`, and answers the machine's own usage. */
  #scrapeMachine(machine: Machine, samples: Map<string, Sample>): { cpuMillis: number; memoryBytes: number } {
    const nowMs = this.#world.nowMs();
    // The system's own processes.
    let cpuMillis = machine.node.role === 'worker' ? 40 : 70;
    let memoryBytes = 450 * 1024 * 1024;
    for (const runtime of machine.engine.pods.values()) {
      const containers: ContainerUsage[] = [];
      let isYoung = runtime.sandbox === undefined;
      for (const container of currentContainers(runtime)) {
        if (!container.isRunning) continue;
        const used = container.usedCpuMillis();
        const before = this.#readings.get(container.id) ?? { timeMs: container.startedMs, cpuMillis: 0 };
        this.#readings.set(container.id, { timeMs: nowMs, cpuMillis: used });
        if (nowMs - container.startedMs < youngestMs) {
          isYoung = true;
          continue;
        }
        const rate =
          nowMs === before.timeMs ? 0 : ((used - before.cpuMillis) * 1000) / (nowMs - before.timeMs);
        const usage = {
          name: container.spec.name,
          cpuMillis: rate,
          memoryBytes: container.service?.memoryBytes ?? 1024 * 1024,
        };
        containers.push(usage);
        cpuMillis += usage.cpuMillis;
        memoryBytes += usage.memoryBytes;
      }
      if (runtime.sandbox === undefined || containers.length === 0 || isYoung) continue;
      const { namespace, podName } = runtime.sandbox;
      samples.set(`${namespace}/${podName}`, { timeMs: nowMs, containers });
    }
    return { cpuMillis, memoryBytes };
  }

  #api(): AggregatedApi {
    return {
      group,
      isAvailable: () => this.#isServing && this.#hasScraped,
      get: (resource, namespace, name) => this.#get(resource, namespace, name),
      list: (resource, filter) => this.#list(resource, filter),
    };
  }

  #get(resource: string, namespace: string | undefined, name: string): Answer<KubeObject> {
    const isNodes = resource.startsWith('nodes');
    const sample = isNodes ? this.#nodeSamples.get(name) : this.#samples.get(`${namespace ?? ''}/${name}`);
    if (sample === undefined) {
      const what = { group, resource: isNodes ? 'nodes' : 'pods' };
      return { ok: false, status: notFound(what, isNodes ? name : `${namespace ?? ''}/${name}`) };
    }
    if (isNodes) return { ok: true, value: nodeMetrics(name, sample, {}) };
    const pod = this.#world.api.get('pods', namespace, name);
    return pod.ok ? { ok: true, value: podMetrics(pod.value, sample) } : pod;
  }

  #list(resource: string, filter: ListFilter): Answer<readonly KubeObject[]> {
    const { api } = this.#world;
    if (resource.startsWith('nodes')) {
      const nodes = api.list('nodes', filter);
      if (!nodes.ok) return nodes;
      return {
        ok: true,
        value: nodes.value.items.flatMap((node) => {
          const sample = this.#nodeSamples.get(node.metadata.name);
          return sample === undefined
            ? []
            : [nodeMetrics(node.metadata.name, sample, node.metadata.labels ?? {})];
        }),
      };
    }
    const pods = api.list('pods', filter);
    if (!pods.ok) return pods;
    const withSample = (pod: Pod) => {
      const sample = this.#samples.get(`${pod.metadata.namespace ?? ''}/${pod.metadata.name}`);
      return sample === undefined || pod.status?.phase !== 'Running' ? [] : [podMetrics(pod, sample)];
    };
    return { ok: true, value: pods.value.items.flatMap(withSample) };
  }

  /** @source k8s 1.20 kube-aggregator pkg/controllers/status/available_controller.go */
  #tellAvailability(isAvailable: boolean): void {
    const { api } = this.#world;
    const found = api.get('apiservices.apiregistration.k8s.io', undefined, `v1beta1.${group}`);
    if (!found.ok) return;
    const condition = {
      type: 'Available',
      status: isAvailable ? 'True' : 'False',
      reason: isAvailable ? 'Passed' : 'MissingEndpoints',
      message: isAvailable
        ? 'all checks passed'
        : 'endpoints for service/metrics-server in "kube-system" have no addresses with port name "https"',
      lastTransitionTime: this.#world.nowTime(),
    };
    api.update(
      'apiservices.apiregistration.k8s.io',
      { ...found.value, status: { conditions: [condition] } } as KubeObject,
      { user: 'kube-aggregator', subresource: 'status' },
    );
  }
}

/** Whether anybody who looks at the metrics would see something new: more than half a millicore, or other pods. */
const differs = (before: ReadonlyMap<string, Sample>, after: ReadonlyMap<string, Sample>): boolean => {
  if (before.size !== after.size) return true;
  const sum = (sample: Sample): number =>
    sample.containers.reduce((total, { cpuMillis }) => total + cpuMillis, 0);
  for (const [key, sample] of after) {
    const old = before.get(key);
    if (old === undefined || Math.abs(sum(old) - sum(sample)) > 0.5) return true;
  }
  return false;
};
