/** What the scheduler sees of the cluster: watches that keep the snapshot and the queue up to date. */
import type { Node, Pod, Service, WatchEvent } from '../../kube/index.ts';
import type { World } from '../world.ts';
import { changesNodeInfo, mayMakeRoom } from './cluster-event.ts';
import type { NominatedPods } from './nominated-pods.ts';
import { podInfoOf, podKey, termMatches, type PodInfo } from './pod-info.ts';
import type { SchedulingQueue } from './scheduling-queue.ts';
import type { Snapshot } from './snapshot.ts';
import { ServiceIndex } from './service-index.ts';
import { watchVolumes } from './volume-watch.ts';

export interface Watched {
  world: World;
  schedulerName: string;
  snapshot: Snapshot;
  queue: SchedulingQueue;
  nominated: NominatedPods;
  services: ServiceIndex;
  /** Pods placed by us that the API server has not told us of yet. */
  assumed: Set<string>;
  /** Something came into the queue. */
  wake(): void;
  /** Whoever is marked as deleted before he is gone is still taken out of the queue, and passed over. */
  skip(info: PodInfo): void;
}

const isFinished = ({ status }: Pod): boolean => status?.phase === 'Succeeded' || status?.phase === 'Failed';

const keepsInfo = (info: PodInfo, pod: Pod): boolean =>
  info.labels === (pod.metadata.labels ?? info.labels) &&
  info.isTerminating === (pod.metadata.deletionTimestamp !== undefined) &&
  (info.pod.spec === pod.spec || info.pod.spec.containers === pod.spec.containers);

/** A pod that is on a node: new there, changed there, or gone from there. */
const onPlacedPod = (
  { world, snapshot, queue, nominated, assumed, wake }: Watched,
  pod: Pod,
  isGone: boolean,
): void => {
  const key = podKey(pod);
  const nodeName = pod.spec.nodeName ?? '';
  if (isGone) {
    assumed.delete(key);
    nominated.delete(key);
    if (snapshot.removePod(key) === undefined) return;
    queue.move(world.nowMs());
    wake();
    return;
  }
  assumed.delete(key);
  nominated.delete(key);
  queue.delete(key);
  const known = snapshot.nodeOf({ key });
  const old = known?.pods.get(key);
  if (old !== undefined && known?.name === nodeName && keepsInfo(old, pod)) {
    old.pod = pod;
  } else {
    snapshot.removePod(key);
    snapshot.addPod(podInfoOf(pod), nodeName);
  }
  if (!queue.hasUnschedulable) return;
  const labels = pod.metadata.labels ?? {};
  const namespace = pod.metadata.namespace ?? '';
  queue.move(world.nowMs(), (waiting) =>
    waiting.affinity.required.some((term) => termMatches(term, namespace, labels)),
  );
  wake();
};

const onWaitingPod = (watched: Watched, { type, object: pod }: WatchEvent<Pod>): void => {
  const { world, queue, nominated, wake } = watched;
  const key = podKey(pod);
  if (type === 'DELETED') {
    const active = queue.delete(key);
    if (active?.isTerminating === true) watched.skip(active);
    nominated.delete(key);
    return;
  }
  if (watched.assumed.has(key)) return;
  if (type === 'ADDED') {
    const info = podInfoOf(pod);
    queue.add(info, world.nowMs());
    nominated.add(info);
  } else {
    queue.update(pod, world.nowMs());
  }
  wake();
};

const onPod = (watched: Watched, event: WatchEvent<Pod>): void => {
  const { object: pod, type } = event;
  const isPlaced = (pod.spec.nodeName ?? '') !== '';
  if (type === 'DELETED' || isFinished(pod)) {
    const wasKnown = watched.snapshot.nodeOf({ key: podKey(pod) }) !== undefined;
    if (isPlaced || wasKnown) onPlacedPod(watched, pod, true);
    if (!isPlaced) onWaitingPod(watched, { type: 'DELETED', object: pod });
    return;
  }
  if (isPlaced) onPlacedPod(watched, pod, false);
  else if ((pod.spec.schedulerName ?? 'default-scheduler') === watched.schedulerName)
    onWaitingPod(watched, event);
};

const onNode = (
  { world, snapshot, queue, wake }: Watched,
  { type, object: node }: WatchEvent<Node>,
): void => {
  const old = snapshot.node(node.metadata.name)?.node;
  if (type === 'DELETED') {
    snapshot.removeNode(node.metadata.name);
    return;
  }
  if (old === undefined || changesNodeInfo(old, node)) snapshot.setNode(node);
  else snapshot.renewNode(node);
  if (!queue.hasUnschedulable && old !== undefined) return;
  if (old !== undefined && !mayMakeRoom(old, node)) return;
  queue.move(world.nowMs());
  wake();
};

/** Starts the watches; what exists already is told at once. */
export const watchCluster = (watched: Watched): void => {
  const { api, nowMs } = watched.world;
  api.watch('nodes', {}, (event) => onNode(watched, event));
  api.watch('services', {}, (event: WatchEvent<Service>) => {
    watched.services.change(event);
    watched.queue.move(nowMs());
    watched.wake();
  });
  api.watch('pods', {}, (event) => onPod(watched, event));
  if (watched.snapshot.volumes !== undefined) watchVolumes(watched);
};
