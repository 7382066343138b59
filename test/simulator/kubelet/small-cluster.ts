/** A small simulated cluster for tests of what runs on its machines. */
import type { Event, Node, Pod, PodSpec } from '../../../src/kube/index.ts';
import { createSimulator } from '../../../src/simulator/index.ts';
import type { Lab, Simulator } from '../../../src/simulator/index.ts';

const node = (name: string, index: number): Lab['nodes'][number] => ({
  name,
  role: index === 0 ? 'master' : 'worker',
  address: index === 0 ? '192.168.1.10' : `192.168.1.10${index}`,
  cpu: '2',
  memory: '2Gi',
  podCIDR: `172.16.${10 + index}.0/26`,
});

export const smallLab = (overrides: Partial<Lab> = {}): Lab => ({
  name: 'small',
  kubernetes: '1.20.2',
  startTime: '2021-01-20T12:00:00Z',
  nodes: ['m-k8s', 'w1-k8s', 'w2-k8s'].map(node),
  spareNodes: [node('w3-k8s', 3)],
  images: [],
  addons: [],
  network: { services: '10.96.0.0/12', pods: '172.16.0.0/16' },
  ...overrides,
});

const by = { user: 'test' };

export class SmallCluster {
  readonly simulator: Simulator;
  readonly startMs: number;

  constructor(overrides: Partial<Lab> = {}, seed = 1) {
    this.simulator = createSimulator({ lab: smallLab(overrides), seed });
    this.startMs = this.simulator.nowMs();
  }

  /** Creates a pod on w1-k8s, unless its spec says where. */
  createPod(
    name: string,
    spec: Partial<PodSpec> & Pick<PodSpec, 'containers'>,
    metadata: Partial<Pod['metadata']> = {},
  ): void {
    const pod = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name, namespace: 'default', ...metadata },
      spec: { nodeName: 'w1-k8s', ...spec },
    };
    const answer = this.simulator.api.create('pods', 'default', pod, by);
    if (!answer.ok) throw new Error(answer.status.message);
  }

  create(
    resource: string,
    object: { metadata: { name: string; namespace?: string } } & Record<string, unknown>,
  ): void {
    const answer = this.simulator.api.create(resource, object.metadata.namespace, object, by);
    if (!answer.ok) throw new Error(answer.status.message);
  }

  deletePod(name: string, gracePeriodSeconds?: number): void {
    this.simulator.api.delete(
      'pods',
      'default',
      name,
      gracePeriodSeconds === undefined ? {} : { gracePeriodSeconds },
      by,
    );
  }

  pod(name: string, namespace = 'default'): Pod {
    const answer = this.simulator.api.get('pods', namespace, name);
    if (!answer.ok) throw new Error(answer.status.message);
    return answer.value;
  }

  hasPod(name: string): boolean {
    return this.simulator.api.get('pods', 'default', name).ok;
  }

  node(name: string): Node {
    const answer = this.simulator.api.get('nodes', undefined, name);
    if (!answer.ok) throw new Error(answer.status.message);
    return answer.value;
  }

  condition(object: Pod | Node, type: string): string | undefined {
    return object.status?.conditions?.find((condition) => condition.type === type)?.status;
  }

  run(seconds: number): void {
    this.simulator.runUntil(this.simulator.nowMs() + seconds * 1000);
  }

  /** Seconds it took until the condition held; throws when it did not within `seconds`. */
  until(isMet: () => boolean, seconds = 120): number {
    const beforeMs = this.simulator.nowMs();
    const outcome = this.simulator.waitUntil(isMet, beforeMs + seconds * 1000);
    if (outcome !== 'met')
      throw new Error(`not met: ${outcome} after ${(this.simulator.nowMs() - beforeMs) / 1000} s`);
    return (this.simulator.nowMs() - beforeMs) / 1000;
  }

  isReady(name: string): boolean {
    return this.hasPod(name) && this.condition(this.pod(name), 'Ready') === 'True';
  }

  /** "Type Reason Message" of all events about an object, in order. */
  events(name: string): string[] {
    const answer = this.simulator.api.list('events', {});
    const items: readonly Event[] = answer.ok ? answer.value.items : [];
    return items
      .filter(({ involvedObject }) => involvedObject.name === name)
      .map(
        ({ type, reason, message, count }) =>
          `${type ?? ''} ${reason ?? ''} ${message ?? ''}${(count ?? 1) > 1 ? ` (${count ?? 1})` : ''}`,
      );
  }

  exec(
    pod: string,
    argv: readonly string[],
    stdin?: string,
  ): { exitCode: number; stdout: string; stderr: string } {
    let result: { exitCode: number; stdout: string; stderr: string } | undefined;
    this.simulator.site.exec(
      { namespace: 'default', pod },
      argv,
      stdin === undefined ? {} : { stdin },
      (answer) => {
        result = answer.ok ? answer.value : { exitCode: 1, stdout: '', stderr: answer.status.message ?? '' };
      },
    );
    if (result === undefined) this.until(() => result !== undefined, 600);
    return result ?? { exitCode: -1, stdout: '', stderr: '' };
  }
}
