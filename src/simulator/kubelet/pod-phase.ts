/** The phase of a pod, from its spec and what became of its containers. */
import type { ContainerStatus, PodSpec, PodStatus } from '../../kube/index.ts';

const statusNamed = (statuses: readonly ContainerStatus[], name: string): ContainerStatus | undefined =>
  statuses.find((status) => status.name === name);

interface Initialization {
  isPending: boolean;
  hasFailed: boolean;
}

const judgeInitialization = (spec: PodSpec, statuses: readonly ContainerStatus[]): Initialization => {
  const result: Initialization = { isPending: false, hasFailed: false };
  for (const container of spec.initContainers ?? []) {
    const status = statusNamed(statuses, container.name);
    const { running, terminated, waiting } = status?.state ?? {};
    if (running !== undefined) result.isPending = true;
    else if (terminated !== undefined) result.hasFailed ||= terminated.exitCode !== 0;
    else if (waiting !== undefined && status?.lastState?.terminated !== undefined)
      result.hasFailed ||= status.lastState.terminated.exitCode !== 0;
    else result.isPending = true;
  }
  return result;
};

/**
 * @source k8s 1.20 pkg/kubelet/kubelet_pods.go getPhase
 * @param statuses those of init containers and containers together
 */
export const podPhase = (
  spec: PodSpec,
  statuses: readonly ContainerStatus[],
): NonNullable<PodStatus['phase']> => {
  const initialization = judgeInitialization(spec, statuses);
  let [unknown, running, waiting, stopped, succeeded] = [0, 0, 0, 0, 0];
  for (const container of spec.containers) {
    const status = statusNamed(statuses, container.name);
    const state = status?.state ?? {};
    if (state.running !== undefined) running++;
    else if (state.terminated !== undefined) {
      stopped++;
      if (state.terminated.exitCode === 0) succeeded++;
    } else if (state.waiting !== undefined) {
      if (status?.lastState?.terminated !== undefined) stopped++;
      else waiting++;
    } else unknown++;
  }
  if (initialization.hasFailed && spec.restartPolicy === 'Never') return 'Failed';
  if (initialization.isPending || waiting > 0) return 'Pending';
  if (running > 0 && unknown === 0) return 'Running';
  if (running > 0 || stopped === 0 || unknown > 0) return 'Pending';
  if (spec.restartPolicy === undefined || spec.restartPolicy === 'Always') return 'Running';
  if (stopped === succeeded) return 'Succeeded';
  return spec.restartPolicy === 'Never' ? 'Failed' : 'Running';
};
