/** The conditions of a pod that its kubelet owns: Initialized, Ready, ContainersReady, PodScheduled. */
import type { Condition, Container, ContainerStatus, PodSpec, PodStatus } from '../../kube/index.ts';

type Phase = PodStatus['phase'];
type Statuses = readonly ContainerStatus[] | null | undefined;

const list = (names: readonly string[]): string => `[${names.join(' ')}]`;

const sortOut = (containers: readonly Container[], statuses: readonly ContainerStatus[]) => {
  const unknown: string[] = [];
  const unready: string[] = [];
  for (const { name } of containers) {
    const status = statuses.find((candidate) => candidate.name === name);
    if (status === undefined) unknown.push(name);
    else if (!status.ready) unready.push(name);
  }
  return { unknown, unready };
};

const complaints = (unknown: readonly string[], unready: readonly string[], word: string): string =>
  [
    ...(unknown.length > 0 ? [`containers with unknown status: ${list(unknown)}`] : []),
    ...(unready.length > 0 ? [`containers with ${word} status: ${list(unready)}`] : []),
  ].join(', ');

/** @source k8s 1.20 pkg/kubelet/status/generate.go GenerateContainersReadyCondition */
export const containersReadyCondition = (spec: PodSpec, statuses: Statuses, phase: Phase): Condition => {
  const type = 'ContainersReady';
  if (statuses === null || statuses === undefined)
    return { type, status: 'False', reason: 'UnknownContainerStatuses' };
  const { unknown, unready } = sortOut(spec.containers, statuses);
  if (phase === 'Succeeded' && unknown.length === 0) return { type, status: 'False', reason: 'PodCompleted' };
  const message = complaints(unknown, unready, 'unready');
  return message === ''
    ? { type, status: 'True' }
    : { type, status: 'False', reason: 'ContainersNotReady', message };
};

/** @source k8s 1.20 pkg/kubelet/status/generate.go GeneratePodReadyCondition */
export const podReadyCondition = (
  spec: PodSpec,
  conditions: readonly Condition[] | null | undefined,
  statuses: Statuses,
  phase: Phase,
): Condition => {
  const type = 'Ready';
  const containersReady = containersReadyCondition(spec, statuses, phase);
  if (containersReady.status !== 'True') return { ...containersReady, type };
  const unmet: string[] = [];
  for (const { conditionType } of spec.readinessGates ?? []) {
    const gate = conditions?.find((condition) => condition.type === conditionType);
    if (gate === undefined)
      unmet.push(`corresponding condition of pod readiness gate "${conditionType}" does not exist.`);
    else if (gate.status !== 'True')
      unmet.push(`the status of pod readiness gate "${conditionType}" is not "True", but ${gate.status}`);
  }
  if (unmet.length === 0) return { type, status: 'True' };
  return { type, status: 'False', reason: 'ReadinessGatesNotReady', message: unmet.join(', ') };
};

/** @source k8s 1.20 pkg/kubelet/status/generate.go GeneratePodInitializedCondition */
export const podInitializedCondition = (spec: PodSpec, initStatuses: Statuses, phase: Phase): Condition => {
  const type = 'Initialized';
  const initContainers = spec.initContainers ?? [];
  if ((initStatuses === null || initStatuses === undefined) && initContainers.length > 0)
    return { type, status: 'False', reason: 'UnknownContainerStatuses' };
  const { unknown, unready } = sortOut(initContainers, initStatuses ?? []);
  if (phase === 'Succeeded' && unknown.length === 0) return { type, status: 'True', reason: 'PodCompleted' };
  const message = complaints(unknown, unready, 'incomplete');
  return message === ''
    ? { type, status: 'True' }
    : { type, status: 'False', reason: 'ContainersNotInitialized', message };
};
