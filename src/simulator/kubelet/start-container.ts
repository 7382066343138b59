/** Starting one container: back-off, image, create, start, postStart hook. */
import type { Container } from '../../kube/index.ts';
import { isAtLeast } from '../../kube/index.ts';
import { crashLoopDelayMs } from './back-off.ts';
import { newestContainer } from './container.ts';
import type { RuntimeContainer } from './container.ts';
import { fullEnvironment, specEnvironment } from './environment.ts';
import type { Image } from '../images/index.ts';
import { ensureImage } from './image-manager.ts';
import { killContainer } from './kill-pod.ts';
import type { StartFailure } from './pod-status.ts';
import type { PodWorker } from './pod-worker.ts';

/** A Go duration of whole seconds: "10s", "1m20s", "5m0s". */
export const goDuration = (seconds: number): string =>
  seconds < 60 ? `${seconds}s` : `${Math.floor(seconds / 60)}m${seconds % 60}s`;

/**
 * @source k8s 1.20 pkg/kubelet/kuberuntime/kuberuntime_container.go startContainer, kuberuntime_manager.go doBackOff
 * Calls `onEnd` with the failure, if there was one, that the container's status shows as its reason to wait.
 */
export const startContainer = (
  worker: PodWorker,
  container: Container,
  isInit: boolean,
  onEnd: (failure: StartFailure | undefined) => void,
): void => {
  const { world, crashBackOff, record, images } = worker.parts;
  const { pod } = worker;
  const attempts = worker.parts.engine.pods.get(worker.uid)?.containers.get(container.name) ?? [];
  const latest = attempts.at(-1);
  const newest = latest?.isReplaced === true ? attempts.at(-2) : latest;
  if (latest !== undefined) latest.isReplaced = false;
  if (newest?.state === 'exited') {
    const key = `${worker.uid}/${container.name}/${container.image ?? ''}`;
    const delayMs = crashLoopDelayMs(crashBackOff, key, newest.finishedMs, world.nowMs());
    if (delayMs !== undefined) {
      const podName = `${pod.metadata.name}_${pod.metadata.namespace ?? ''}(${worker.uid})`;
      const text = isAtLeast(world.version, 26)
        ? `Back-off restarting failed container ${container.name} in pod ${podName}`
        : 'Back-off restarting failed container';
      record(pod, 'Warning', 'BackOff', text, container, isInit);
      const message = `back-off ${goDuration(delayMs / 1000)} restarting failed container=${container.name} pod=${podName}`;
      onEnd({ reason: 'CrashLoopBackOff', message });
      return;
    }
  }
  ensureImage(images, pod, container, isInit, (answer) => {
    if (worker.isGone) {
      onEnd(undefined);
      return;
    }
    if ('reason' in answer) {
      record(pod, 'Warning', 'Failed', `Error: ${answer.reason}`, container, isInit);
      onEnd(answer);
      return;
    }
    create(worker, container, isInit, answer.image, onEnd);
  });
};

const create = (
  worker: PodWorker,
  container: Container,
  isInit: boolean,
  image: Image,
  onEnd: (failure: StartFailure | undefined) => void,
): void => {
  const { world, engine, record } = worker.parts;
  const { pod } = worker;
  const runtime = engine.podRuntime(worker.uid);
  const { sandbox } = runtime;
  if (sandbox?.isReady !== true) {
    onEnd({ reason: 'RunContainerError', message: 'the sandbox of the pod is gone' });
    return;
  }
  const addresses = {
    pod: sandbox.address,
    host: worker.parts.address,
    node: worker.parts.nodeName,
    hostname: sandbox.hostname,
  };
  const hasVariables = (container.env?.length ?? 0) + (container.envFrom?.length ?? 0) > 0;
  const variables = hasVariables ? specEnvironment(world, pod, container, addresses) : { variables: {} };
  if ('missing' in variables) {
    record(pod, 'Warning', 'Failed', `Error: ${variables.missing}`, container, isInit);
    onEnd({ reason: 'CreateContainerConfigError', message: variables.missing });
    return;
  }
  const before = newestContainer(runtime, container.name);
  const totalMs = engine.between(image.startMs);
  const createMs = Math.floor(totalMs / 3);
  world.after(createMs, () => {
    if (worker.isGone || !sandbox.isReady) {
      onEnd(undefined);
      return;
    }
    const asStarted = {
      hostname: sandbox.hostname,
      image: image.environment,
      variables: variables.variables,
      createdMs: world.nowMs(),
    };
    const created = engine.createContainer({
      id: engine.newId(),
      spec: container,
      image,
      isInit,
      attempt: before === undefined ? restartsSoFar(worker, container) : before.attempt + 1,
      sandbox,
      environment: () => fullEnvironment(world, pod, asStarted),
      mounts: () => worker.volumes.mountsOf(container),
    });
    record(
      pod,
      'Normal',
      'Created',
      isAtLeast(world.version, 35)
        ? 'Container created'
        : `Created container${isAtLeast(world.version, 32) ? ':' : ''} ${container.name}`,
      container,
      isInit,
    );
    world.after(totalMs - createMs, () => {
      if (worker.isGone || !sandbox.isReady) onEnd(undefined);
      else start(worker, created, onEnd);
    });
  });
};

const start = (
  worker: PodWorker,
  created: RuntimeContainer,
  onEnd: (failure: StartFailure | undefined) => void,
): void => {
  const { engine, record, prober, tryHandler, world } = worker.parts;
  const { pod } = worker;
  const { spec: container, isInit } = created;
  const failure = engine.startContainer(created);
  if (failure !== undefined) {
    record(pod, 'Warning', 'Failed', `Error: ${failure}`, container, isInit);
    onEnd({ reason: 'RunContainerError', message: failure });
    return;
  }
  record(
    pod,
    'Normal',
    'Started',
    isAtLeast(world.version, 35) ? 'Container started' : `Started container ${container.name}`,
    container,
    isInit,
  );
  if (!isInit) prober.watch(pod, created);
  const hook = container.lifecycle?.postStart;
  if (hook === undefined) {
    onEnd(undefined);
    return;
  }
  tryHandler(created, hook, 600_000, ({ isSuccess, message }) => {
    if (isSuccess || !created.isRunning) {
      onEnd(undefined);
      return;
    }
    record(pod, 'Warning', 'FailedPostStartHook', message, container, isInit);
    killContainer(worker, created, 'FailedPostStartHook', () => {
      onEnd({ reason: 'PostStartHookError', message });
    });
  });
};

/** After a restart of the machine the API remembers how often a container was started. */
const restartsSoFar = ({ pod }: PodWorker, { name }: Container): number => {
  const statuses = [...(pod.status?.containerStatuses ?? []), ...(pod.status?.initContainerStatuses ?? [])];
  const known = statuses.find((status) => status.name === name);
  return known?.containerID === undefined ? 0 : known.restartCount + 1;
};
