/** What tests let happen to pods: placing, getting ready or not, failing, going away. */
import type { Pod } from '../../../src/kube/index.ts';
import { targetNodeOf } from '../../../src/simulator/controllers/daemonset/daemon-pod.ts';
import { timeText } from './fake-cluster.ts';
import type { FakeCluster } from './fake-cluster.ts';

export const podsOf = (cluster: FakeCluster): Pod[] => cluster.list('pods') as Pod[];

export const isLeaving = (pod: Pod): boolean => pod.metadata.deletionTimestamp !== undefined;

export const isReady = (pod: Pod): boolean =>
  pod.status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') === true;

export const setReady = (cluster: FakeCluster, pod: Pod, ready: boolean): void => {
  const lastTransitionTime = timeText(cluster.nowMs);
  const conditions = [{ type: 'Ready', status: ready ? 'True' : 'False', lastTransitionTime }];
  cluster.put('pods', {
    ...pod,
    spec: { ...pod.spec, nodeName: pod.spec.nodeName ?? targetNodeOf(pod) ?? 'w1' },
    status: { ...pod.status, phase: 'Running', conditions },
  });
};

export const setPhase = (cluster: FakeCluster, pod: Pod, phase: string): void => {
  cluster.put('pods', { ...pod, status: { ...pod.status, phase } });
};

/** Lets terminating pods go. */
export const reap = (cluster: FakeCluster): void => {
  for (const pod of podsOf(cluster))
    if (isLeaving(pod)) cluster.remove('pods', pod.metadata.namespace, pod.metadata.name);
};

/** Makes every pod ready, takes away those that leave, until nothing changes any more. */
export const runToRest = (cluster: FakeCluster): void => {
  for (let round = 0; round < 200; round++) {
    cluster.advance(10);
    const unready = podsOf(cluster).filter((pod) => !isLeaving(pod) && !isReady(pod));
    const leaving = podsOf(cluster).filter(isLeaving);
    if (unready.length + leaving.length === 0) return;
    for (const pod of unready) setReady(cluster, pod, true);
    reap(cluster);
  }
  throw new Error('the cluster does not come to rest');
};
