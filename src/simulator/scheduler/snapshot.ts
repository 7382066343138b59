/** Snapshot: the scheduler's picture of nodes and placed pods, kept up to date change by change. */
import type { KubernetesVersion, Node } from '../../kube/index.ts';
import { ImageStates } from './image-states.ts';
import { NodeInfo } from './node-info.ts';
import { PodCounters, type PodCounter } from './pod-counter.ts';
import type { PodInfo } from './pod-info.ts';
import type { VolumeLister } from './volume-caches.ts';
import { noWorkloads, type Workloads } from './workloads.ts';
import { zoneOf } from './zone.ts';

/** What can be said of all nodes at once, so that plugins with nothing to say are skipped. */
interface NodeFacts {
  hasRepellingTaints: boolean;
  hasPreferences: boolean;
  hasUnschedulable: boolean;
}

export class Snapshot {
  readonly version: KubernetesVersion;
  readonly workloads: Workloads;
  /** PersistentVolumeClaims and PersistentVolumes by "namespace/name" and name; undefined: volumes are not looked at. */
  volumes: VolumeLister | undefined;
  readonly images = new ImageStates();
  readonly podsWithAffinity = new Set<NodeInfo>();
  readonly podsWithRequiredAntiAffinity = new Set<NodeInfo>();
  readonly #infos = new Map<string, NodeInfo>();
  readonly #nodeOfPod = new Map<string, NodeInfo>();
  readonly #counters = new PodCounters();
  #list: readonly NodeInfo[] | undefined;
  #facts: NodeFacts | undefined;

  constructor(version: KubernetesVersion, workloads: Workloads = noWorkloads) {
    this.version = version;
    this.workloads = workloads;
  }

  /**
   * The nodes, taken from the zones in turn.
   * @source k8s 1.20 pkg/scheduler/internal/cache/node_tree.go
   */
  get nodes(): readonly NodeInfo[] {
    if (this.#list !== undefined) return this.#list;
    const zones = new Map<string, NodeInfo[]>();
    for (const info of this.#infos.values()) {
      if (info.node === undefined) continue;
      const zone = zoneOf(info.labels);
      const members = zones.get(zone);
      if (members === undefined) zones.set(zone, [info]);
      else members.push(info);
    }
    const list: NodeInfo[] = [];
    const rows = Math.max(0, ...[...zones.values()].map((members) => members.length));
    for (let row = 0; row < rows; row++)
      for (const members of zones.values()) if (row < members.length) list.push(members[row]!);
    return (this.#list = list);
  }

  get facts(): NodeFacts {
    return (this.#facts ??= factsOf(this.nodes));
  }

  node(name: string): NodeInfo | undefined {
    return this.#infos.get(name);
  }

  setNode(node: Node): void {
    const info = this.#info(node.metadata.name);
    this.images.remove(info.name, info.node);
    info.setNode(node);
    info.images = this.images.add(node);
    this.#list = this.#facts = undefined;
  }

  /** The node changed only in what no plugin looks at. */
  renewNode(node: Node): void {
    const info = this.#infos.get(node.metadata.name);
    if (info !== undefined) info.node = node;
  }

  removeNode(name: string): void {
    const info = this.#infos.get(name);
    if (info === undefined) return;
    this.images.remove(name, info.node);
    info.setNode(undefined);
    if (info.pods.size === 0) this.#infos.delete(name);
    this.#list = this.#facts = undefined;
  }

  /** The node a pod is on, or is assumed to be on. */
  nodeOf(pod: Pick<PodInfo, 'key'>): NodeInfo | undefined {
    return this.#nodeOfPod.get(pod.key);
  }

  addPod(pod: PodInfo, nodeName: string): void {
    const info = this.#info(nodeName);
    info.addPod(pod);
    this.#nodeOfPod.set(pod.key, info);
    this.#counters.add(pod, info, 1);
    if (pod.hasAffinity) this.podsWithAffinity.add(info);
    if (pod.hasRequiredAntiAffinity) this.podsWithRequiredAntiAffinity.add(info);
  }

  removePod(key: string): PodInfo | undefined {
    const info = this.#nodeOfPod.get(key);
    const pod = info?.pods.get(key);
    if (info === undefined || pod === undefined) return undefined;
    this.#nodeOfPod.delete(key);
    info.removePod(pod);
    this.#counters.add(pod, info, -1);
    if (info.podsWithAffinity.size === 0) this.podsWithAffinity.delete(info);
    if (info.podsWithRequiredAntiAffinity.size === 0) this.podsWithRequiredAntiAffinity.delete(info);
    if (info.pods.size === 0 && info.node === undefined) this.#infos.delete(info.name);
    return pod;
  }

  /** How many pods each node has of which `isCounted` holds; `text` must name the condition. */
  count(text: string, isCounted: (pod: PodInfo) => boolean): PodCounter {
    return this.#counters.get(text, isCounted, this.#infos.values());
  }

  #info(name: string): NodeInfo {
    let info = this.#infos.get(name);
    if (info === undefined) this.#infos.set(name, (info = new NodeInfo(name)));
    return info;
  }
}

const factsOf = (nodes: readonly NodeInfo[]): NodeFacts => {
  let [hasRepellingTaints, hasPreferences, hasUnschedulable] = [false, false, false];
  for (const info of nodes) {
    for (const { effect } of info.taints) {
      if (effect === 'PreferNoSchedule') hasPreferences = true;
      else hasRepellingTaints = true;
    }
    if (info.node?.spec.unschedulable === true) hasUnschedulable = true;
  }
  return { hasRepellingTaints, hasPreferences, hasUnschedulable };
};
