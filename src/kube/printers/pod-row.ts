/** What the pod table says of a pod: ready containers, the STATUS word, restarts. */
import type { ContainerStatus, Pod } from '../objects/index.ts';

export interface PodRow {
  ready: number;
  total: number;
  status: string;
  restarts: number;
  /** When a container last ended before being restarted, RFC 3339; undefined when none is known. */
  lastRestart: string | undefined;
}

const terminatedWord = (terminated: { reason?: string; signal?: number; exitCode: number }): string => {
  if (terminated.reason !== undefined && terminated.reason !== '') return terminated.reason;
  return (terminated.signal ?? 0) !== 0 ? `Signal:${terminated.signal}` : `ExitCode:${terminated.exitCode}`;
};

/** The word of a failed or waiting init container; undefined when it is done. */
const initWord = (status: ContainerStatus, index: number, count: number): string | undefined => {
  const { terminated, waiting } = status.state ?? {};
  if (terminated !== undefined)
    return terminated.exitCode === 0 ? undefined : `Init:${terminatedWord(terminated)}`;
  const reason = waiting?.reason ?? '';
  if (reason !== '' && reason !== 'PodInitializing') return `Init:${reason}`;
  return `Init:${index}/${count}`;
};

const later = (a: string | undefined, b: string | undefined): string | undefined =>
  a === undefined ? b : b === undefined || a >= b ? a : b;

/** @source k8s 1.20 pkg/printers/internalversion/printers.go printPod */
export const podRow = (pod: Pod): PodRow => {
  const { status = {}, spec } = pod;
  const conditions = status.conditions ?? [];
  let word = (status.reason ?? '') !== '' ? status.reason! : (status.phase ?? '');
  const gated = conditions.some(
    ({ type, reason }) => type === 'PodScheduled' && reason === 'SchedulingGated',
  );
  if (gated) word = 'SchedulingGated';
  let [restarts, ready] = [0, 0];
  let lastRestart: string | undefined;
  let isInitializing = false;
  for (const [index, container] of (status.initContainerStatuses ?? []).entries()) {
    restarts += container.restartCount;
    lastRestart = later(lastRestart, container.lastState?.terminated?.finishedAt);
    const init = initWord(container, index, spec.initContainers?.length ?? 0);
    if (init === undefined) continue;
    word = init;
    isInitializing = true;
    break;
  }
  if (!isInitializing) {
    restarts = 0;
    let hasRunning = false;
    for (const container of (status.containerStatuses ?? []).toReversed()) {
      restarts += container.restartCount;
      lastRestart = later(lastRestart, container.lastState?.terminated?.finishedAt);
      const { waiting, terminated, running } = container.state ?? {};
      if ((waiting?.reason ?? '') !== '') word = waiting!.reason!;
      else if (terminated !== undefined) word = terminatedWord(terminated);
      else if (container.ready && running !== undefined) {
        hasRunning = true;
        ready++;
      }
    }
    if (word === 'Completed' && hasRunning) {
      word = conditions.some(({ type, status: value }) => type === 'Ready' && value === 'True')
        ? 'Running'
        : 'NotReady';
    }
  }
  if (pod.metadata.deletionTimestamp !== undefined)
    word = status.reason === 'NodeLost' ? 'Unknown' : 'Terminating';
  return { ready, total: spec.containers?.length ?? 0, status: word, restarts, lastRestart };
};
