/** Stopping containers and whole pods: hook, signal, grace, kill. */
import type { PodRuntime, RuntimeContainer } from './container.ts';
import type { PodWorker } from './pod-worker.ts';

/** @source k8s 1.20 pkg/kubelet/kuberuntime/kuberuntime_container.go minimumGracePeriodInSeconds */
const minimumGraceMs = 2000;

const graceMs = ({ pod, isEvicted }: PodWorker): number =>
  isEvicted
    ? 0
    : 1000 * (pod.metadata.deletionGracePeriodSeconds ?? pod.spec.terminationGracePeriodSeconds ?? 30);

/**
 * Runs the preStop hook within the grace, then stops the container with what is left of it.
 * @source k8s 1.20 pkg/kubelet/kuberuntime/kuberuntime_container.go killContainer
 */
export const killContainer = (
  worker: PodWorker,
  container: RuntimeContainer,
  message: string,
  onStopped: () => void,
): void => {
  const { world, engine, record, tryHandler } = worker.parts;
  if (!container.isRunning) {
    onStopped();
    return;
  }
  record(worker.pod, 'Normal', 'Killing', message, container.spec, container.isInit);
  const startMs = world.nowMs();
  const allowedMs = graceMs(worker);
  const stop = (): void => {
    engine.stop(container, Math.max(minimumGraceMs, allowedMs - (world.nowMs() - startMs)), onStopped);
  };
  const hook = container.spec.lifecycle?.preStop;
  if (hook === undefined || allowedMs === 0) {
    stop();
    return;
  }
  let isOver = false;
  const goOn = (): void => {
    if (isOver) return;
    isOver = true;
    world.cancel(timeout);
    if (container.isRunning) stop();
    else onStopped();
  };
  const timeout = world.after(allowedMs, goOn);
  tryHandler(container, hook, allowedMs, ({ isSuccess, message: text }) => {
    if (isOver) return;
    if (!isSuccess) record(worker.pod, 'Warning', 'FailedPreStopHook', text, container.spec);
    goOn();
  });
};

/** Stops all containers at once, then the sandbox. */
export const killPod = (worker: PodWorker, runtime: PodRuntime, onKilled: () => void): void => {
  const running = [...runtime.containers.values()].flat().filter((container) => container.isRunning);
  let left = running.length;
  const finish = (): void => {
    worker.parts.engine.stopSandbox(runtime);
    onKilled();
  };
  if (left === 0) {
    finish();
    return;
  }
  for (const container of running)
    killContainer(worker, container, `Stopping container ${container.spec.name}`, () => {
      if (--left === 0) finish();
    });
};
