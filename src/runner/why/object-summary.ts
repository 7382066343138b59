/** One line on the state of an object, for the chain that explains a failure: "3/4 available", "ImagePullBackOff: nginx:1.17.23 not found". */
import type {
  Condition,
  ContainerStatus,
  DaemonSet,
  Deployment,
  Event,
  KubeObject,
  Node,
  Pod,
  ReplicaSet,
} from '../../kube/index.ts';

/** What a kind has to say of itself, and whether it is as it should be. */
export interface ObjectSummary {
  text: string;
  isHealthy: boolean;
}

const condition = (conditions: readonly Condition[] | undefined, type: string): Condition | undefined =>
  conditions?.find((candidate) => candidate.type === type);

const counted = (have: number | undefined, want: number | undefined, word: string): ObjectSummary => {
  const [has, wants] = [have ?? 0, want ?? 0];
  return { text: `${has}/${wants} ${word}`, isHealthy: has >= wants };
};

const deployment = (object: KubeObject): ObjectSummary => {
  const { spec, status } = object as Deployment;
  const base = counted(
    status?.availableReplicas,
    Math.max(spec.replicas ?? 1, status?.replicas ?? 0),
    'available',
  );
  const failed = condition(status?.conditions, 'ReplicaFailure');
  if (failed?.status === 'True')
    return { text: `${base.text}, ${failed.reason}: ${failed.message}`, isHealthy: false };
  const progressing = condition(status?.conditions, 'Progressing');
  if (progressing?.status === 'False')
    return { text: `${base.text}, ${progressing.reason}`, isHealthy: false };
  return base;
};

const replicaSet = (object: KubeObject): ObjectSummary => {
  const { spec, status } = object as ReplicaSet;
  const base = counted(status?.readyReplicas, Math.max(spec.replicas ?? 1, status?.replicas ?? 0), 'ready');
  const failed = condition(status?.conditions, 'ReplicaFailure');
  return failed?.status === 'True'
    ? { text: `${base.text}, ${failed.reason}: ${failed.message}`, isHealthy: false }
    : base;
};

const daemonSet = (object: KubeObject): ObjectSummary => {
  const { status } = object as DaemonSet;
  return counted(status?.numberReady, status?.desiredNumberScheduled, 'ready');
};

/** The last clause of a runtime's error says what is wrong; what stands before it says who said so. */
const shortError = (message: string): string => {
  const missing = /manifest for (\S+) not found/.exec(message);
  if (missing !== null) return `${missing[1]} not found`;
  const denied = /pull access denied for ([^,]+), (repository does not exist)/.exec(message);
  if (denied !== null) return `${denied[1]}: ${denied[2]}`;
  return message.replace(/^rpc error: code = \w+ desc = /, '').replace(/^Error response from daemon: /, '');
};

const containerTrouble = (status: ContainerStatus, events: readonly Event[]): string | undefined => {
  const { waiting, terminated } = status.state ?? {};
  if (
    waiting?.reason !== undefined &&
    waiting.reason !== 'ContainerCreating' &&
    waiting.reason !== 'PodInitializing'
  ) {
    const failure = events.findLast(
      (event) => event.type === 'Warning' && /^Failed to pull image/.test(event.message ?? ''),
    );
    const message = failure?.message?.replace(/^Failed to pull image "[^"]*": /, '') ?? waiting.message ?? '';
    return message === '' ? waiting.reason : `${waiting.reason}: ${shortError(message)}`;
  }
  if (terminated !== undefined)
    return `${terminated.reason ?? 'Terminated'}: exit code ${terminated.exitCode}`;
  if (waiting?.reason !== undefined) return waiting.reason;
  return status.ready ? undefined : 'running, not ready';
};

const pod = (object: KubeObject, events: readonly Event[]): ObjectSummary => {
  const { metadata, status, spec } = object as Pod;
  const where = spec.nodeName === undefined ? '' : ` on ${spec.nodeName}`;
  if (metadata.deletionTimestamp !== undefined) return { text: `Terminating${where}`, isHealthy: false };
  const scheduled = condition(status?.conditions, 'PodScheduled');
  if (scheduled?.status === 'False')
    return { text: `${scheduled.reason}: ${scheduled.message}`, isHealthy: false };
  if (status?.phase === 'Failed') return { text: `${status.reason ?? 'Failed'}${where}`, isHealthy: false };
  for (const container of [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])]) {
    if (container.state?.terminated?.exitCode === 0 && status?.initContainerStatuses?.includes(container))
      continue;
    const trouble = containerTrouble(container, events);
    if (trouble !== undefined && status?.phase !== 'Succeeded')
      return { text: `${trouble}${where}`, isHealthy: false };
  }
  const ready = condition(status?.conditions, 'Ready');
  if (ready?.status === 'True') return { text: `ready${where}`, isHealthy: true };
  return { text: `${status?.phase ?? 'Pending'}${where}`, isHealthy: status?.phase === 'Succeeded' };
};

const node = (object: KubeObject): ObjectSummary => {
  const { spec, status } = object as Node;
  const ready = condition(status?.conditions, 'Ready');
  const state = ready?.status === 'True' ? 'Ready' : `NotReady (${ready?.reason ?? 'no Ready condition'})`;
  const cordoned = spec.unschedulable === true ? ', SchedulingDisabled' : '';
  return { text: `${state}${cordoned}`, isHealthy: ready?.status === 'True' && cordoned === '' };
};

const summaries: Record<string, (object: KubeObject, events: readonly Event[]) => ObjectSummary> = {
  Deployment: deployment,
  ReplicaSet: replicaSet,
  ReplicationController: replicaSet,
  DaemonSet: daemonSet,
  StatefulSet: replicaSet,
  Pod: pod,
  Node: node,
};

/** The summary of an object; for kinds without a state of their own, that it exists. `events` are those about the object. */
export const summarize = (object: KubeObject, events: readonly Event[]): ObjectSummary =>
  summaries[object.kind]?.(object, events) ?? { text: 'exists', isHealthy: true };
