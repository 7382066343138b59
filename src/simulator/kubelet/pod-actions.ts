/** What has to be done to bring a pod's containers where its spec wants them. */
import type { Container, Pod } from '../../kube/index.ts';
import { newestContainer } from './container.ts';
import type { PodRuntime, RuntimeContainer } from './container.ts';

export interface PodActions {
  killPod: boolean;
  createSandbox: boolean;
  /** At most one; containers wait until all of these have succeeded. */
  initContainer?: Container;
  start: Container[];
  kill: { container: RuntimeContainer; message: string }[];
}

export interface ActionFacts {
  pod: Pod;
  runtime: PodRuntime | undefined;
  failedProbe(container: RuntimeContainer): 'liveness' | 'startup' | undefined;
}

const mayRestart = (pod: Pod): boolean => pod.spec.restartPolicy !== 'Never';

/** @source k8s 1.20 pkg/kubelet/container/helpers.go ShouldContainerBeRestarted */
export const shouldBeRestarted = (pod: Pod, newest: RuntimeContainer | undefined): boolean => {
  if (pod.metadata.deletionTimestamp !== undefined) return false;
  if (newest === undefined || newest.state === 'created') return true;
  if (newest.state === 'running') return false;
  if (pod.spec.restartPolicy === 'Never') return false;
  return !(pod.spec.restartPolicy === 'OnFailure' && newest.exitCode === 0);
};

type NextInit = { isDone: true } | { isDone: false; next?: Container; hasFailed: boolean };

/** @source k8s 1.20 pkg/kubelet/kuberuntime/kuberuntime_container.go findNextInitContainerToRun */
const nextInitContainer = (pod: Pod, runtime: PodRuntime | undefined): NextInit => {
  const initContainers = pod.spec.initContainers ?? [];
  if (initContainers.length === 0) return { isDone: true };
  if (pod.spec.containers.some(({ name }) => newestContainer(runtime, name)?.isRunning === true))
    return { isDone: true };
  for (let index = initContainers.length - 1; index >= 0; index--) {
    const container = initContainers[index];
    const newest = container === undefined ? undefined : newestContainer(runtime, container.name);
    if (container === undefined || newest === undefined || newest.sandbox !== runtime?.sandbox) continue;
    if (newest.state === 'running') return { isDone: false, hasFailed: false };
    if (newest.state === 'exited' && newest.exitCode === 0) {
      const following = initContainers[index + 1];
      return following === undefined
        ? { isDone: true }
        : { isDone: false, next: following, hasFailed: false };
    }
    return { isDone: false, next: container, hasFailed: newest.state === 'exited' };
  }
  const first = initContainers[0];
  return first === undefined ? { isDone: true } : { isDone: false, next: first, hasFailed: false };
};

/** @source k8s 1.20 pkg/kubelet/kuberuntime/kuberuntime_manager.go computePodActions */
export const podActions = ({ pod, runtime, failedProbe }: ActionFacts): PodActions => {
  const actions: PodActions = { killPod: false, createSandbox: false, start: [], kill: [] };
  const { initContainers = [], containers } = pod.spec;
  if (runtime?.sandbox?.isReady !== true) {
    actions.killPod = true;
    const hasRun = (runtime?.sandboxCount ?? 0) > 0 && (runtime?.containers.size ?? 0) > 0;
    if (!mayRestart(pod) && hasRun) return actions;
    const toStart = containers.filter((container) => {
      const newest = newestContainer(runtime, container.name);
      return !(pod.spec.restartPolicy === 'OnFailure' && newest?.state === 'exited' && newest.exitCode === 0);
    });
    if (toStart.length === 0) return actions;
    actions.createSandbox = true;
    if (initContainers[0] !== undefined) actions.initContainer = initContainers[0];
    else actions.start = toStart;
    return actions;
  }
  // Whatever else the pod waits for: these run once, and are never started again.
  const added = (pod.spec.ephemeralContainers ?? []).filter(
    ({ name }) => newestContainer(runtime, name) === undefined,
  );
  actions.start.push(...added);
  const initialization = nextInitContainer(pod, runtime);
  if (!initialization.isDone) {
    if (initialization.next === undefined) return actions;
    if (initialization.hasFailed && !mayRestart(pod)) actions.killPod = true;
    else if (added.length === 0) actions.initContainer = initialization.next;
    return actions;
  }
  let kept = 0;
  for (const container of containers) {
    const newest = newestContainer(runtime, container.name);
    if (newest?.state !== 'running') {
      if (shouldBeRestarted(pod, newest)) actions.start.push(container);
      continue;
    }
    const failed = failedProbe(newest);
    let message: string;
    if (newest.spec.image !== container.image) message = `Container ${container.name} definition changed`;
    else if (failed !== undefined) message = `Container ${container.name} failed ${failed} probe`;
    else {
      kept++;
      continue;
    }
    const restarts = mayRestart(pod) || newest.spec.image !== container.image;
    if (restarts) actions.start.push(container);
    actions.kill.push({ container: newest, message: restarts ? `${message}, will be restarted` : message });
  }
  if (kept === 0 && actions.start.length === 0) actions.killPod = true;
  return actions;
};
