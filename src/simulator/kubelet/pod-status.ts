/** The status of a pod as its kubelet sees it: container states, phase, conditions, addresses. */
import { isAtLeast } from '../../kube/index.ts';
import type {
  Condition,
  Container,
  ContainerState,
  ContainerStatus,
  KubernetesVersion,
  Pod,
  PodStatus,
} from '../../kube/index.ts';
import { qualifiedName, taggedName } from '../images/index.ts';
import { newestContainer } from './container.ts';
import type { PodRuntime, RuntimeContainer } from './container.ts';
import { containersReadyCondition, podInitializedCondition, podReadyCondition } from './pod-conditions.ts';
import { podPhase } from './pod-phase.ts';

/** Why a container could not be started, kept until it can: "CrashLoopBackOff", "ErrImagePull", … */
export interface StartFailure {
  reason: string;
  message: string;
}

export interface PodStatusFacts {
  version: KubernetesVersion;
  pod: Pod;
  runtime: PodRuntime | undefined;
  scheme: string;
  hostAddress: string;
  podAddress: string | undefined;
  startTime: string;
  failures: ReadonlyMap<string, StartFailure>;
  /** Whether the probes of a running container let it count as started and ready. */
  probed(container: RuntimeContainer): { isStarted: boolean; isReady: boolean };
}

let lastSecond = -1;
let lastText = '';

/** RFC 3339, UTC, whole seconds. Most times asked for are of the second before. */
export const timeText = (timeMs: number): string => {
  const second = Math.floor(timeMs / 1000);
  if (second !== lastSecond) {
    lastSecond = second;
    lastText = `${new Date(second * 1000).toISOString().slice(0, 19)}Z`;
  }
  return lastText;
};

const terminatedState = (container: RuntimeContainer, scheme: string): ContainerState => ({
  terminated: {
    exitCode: container.exitCode,
    reason: container.reason,
    ...(container.message === undefined ? {} : { message: container.message }),
    startedAt: timeText(container.startedMs),
    finishedAt: timeText(container.finishedMs),
    containerID: `${scheme}://${container.id}`,
  },
});

const imageNames = (container: RuntimeContainer, scheme: string): { image: string; imageID: string } => {
  const { image } = container;
  if (scheme === 'containerd' || scheme === 'cri-o') {
    const name = qualifiedName(image);
    return { image: name, imageID: `${name.slice(0, name.lastIndexOf(':'))}@sha256:${image.digest}` };
  }
  return {
    image: taggedName(image),
    imageID: `docker-pullable://${image.repository}@sha256:${image.digest}`,
  };
};

/** @source k8s 1.20 pkg/kubelet/kubelet_pods.go convertToAPIContainerStatuses */
const containerStatus = (
  spec: Container,
  isInit: boolean,
  isInitialising: boolean,
  facts: PodStatusFacts,
): ContainerStatus => {
  const { runtime, scheme, pod } = facts;
  const newest = newestContainer(runtime, spec.name);
  const failure = facts.failures.get(spec.name);
  if (newest === undefined) {
    const known = [
      ...(pod.status?.containerStatuses ?? []),
      ...(pod.status?.initContainerStatuses ?? []),
    ].find(({ name }) => name === spec.name);
    const before = known?.state?.terminated ?? known?.lastState?.terminated;
    return {
      name: spec.name,
      state: {
        waiting:
          failure === undefined
            ? { reason: isInitialising ? 'PodInitializing' : 'ContainerCreating' }
            : waiting(failure),
      },
      lastState: before === undefined ? {} : { terminated: before },
      ready: false,
      restartCount: known?.restartCount ?? 0,
      image: spec.image ?? '',
      imageID: '',
      ...(isInit ? {} : { started: false }),
    };
  }
  const previous = runtime?.containers.get(spec.name)?.at(-2);
  const isWaiting = newest.state === 'exited' && failure !== undefined;
  const { isStarted, isReady } = newest.isRunning
    ? facts.probed(newest)
    : { isStarted: false, isReady: false };
  const state: ContainerState = isWaiting
    ? { waiting: waiting(failure) }
    : newest.state === 'running'
      ? { running: { startedAt: timeText(newest.startedMs) } }
      : newest.state === 'exited'
        ? terminatedState(newest, scheme)
        : { waiting: { reason: isInitialising ? 'PodInitializing' : 'ContainerCreating' } };
  const last = isWaiting ? newest : previous;
  return {
    name: spec.name,
    state,
    lastState: last === undefined ? {} : terminatedState(last, scheme),
    ready: isInit ? newest.state === 'exited' && newest.exitCode === 0 : isReady,
    restartCount: newest.attempt,
    ...imageNames(newest, scheme),
    containerID: `${scheme}://${newest.id}`,
    ...(isInit ? {} : { started: isStarted }),
  };
};

/** Nothing probes them, and nobody waits for them. */
const ephemeralStatus = (spec: Container, facts: PodStatusFacts): ContainerStatus => {
  const status = { ...containerStatus(spec, false, false, facts), ready: false };
  delete status.started;
  return status;
};

const waiting = ({ reason, message }: StartFailure) => (message === '' ? { reason } : { reason, message });

/** The containers' part of a pod's status; conditions have no times yet. */
export const podStatus = (facts: PodStatusFacts): PodStatus => {
  const { pod } = facts;
  const initStatuses = pod.spec.initContainers?.map((spec) => containerStatus(spec, true, true, facts));
  const isInitialising = initStatuses?.some(({ ready }) => !ready) ?? false;
  const containerStatuses = pod.spec.containers.map((spec) =>
    containerStatus(spec, false, isInitialising, facts),
  );
  const phase = podPhase(
    pod.spec,
    initStatuses === undefined ? containerStatuses : [...initStatuses, ...containerStatuses],
  );
  // @since k8s 1.29 PodReadyToStartContainers is on by default.
  const hasSandbox = facts.runtime?.sandbox?.isReady === true;
  const conditions: Condition[] = [
    ...(isAtLeast(facts.version, 29)
      ? [{ type: 'PodReadyToStartContainers', status: hasSandbox ? ('True' as const) : ('False' as const) }]
      : []),
    podInitializedCondition(pod.spec, initStatuses, phase),
    podReadyCondition(pod.spec, pod.status?.conditions, containerStatuses, phase),
    containersReadyCondition(pod.spec, containerStatuses, phase),
    { type: 'PodScheduled', status: 'True' },
  ];
  const ephemeralStatuses = pod.spec.ephemeralContainers?.map((spec) => ephemeralStatus(spec, facts));
  return {
    phase,
    conditions,
    hostIP: facts.hostAddress,
    ...(facts.podAddress === undefined
      ? {}
      : { podIP: facts.podAddress, podIPs: [{ ip: facts.podAddress }] }),
    startTime: facts.startTime,
    ...(initStatuses === undefined ? {} : { initContainerStatuses: initStatuses }),
    containerStatuses,
    ...(ephemeralStatuses === undefined ? {} : { ephemeralContainerStatuses: ephemeralStatuses }),
    ...(pod.status?.qosClass === undefined ? {} : { qosClass: pod.status.qosClass }),
  };
};
