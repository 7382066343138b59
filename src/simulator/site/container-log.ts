/** Logs of containers, as `kubectl logs` asks for them. */
import type { Answer, Pod } from '../../kube/index.ts';
import { badRequest } from '../../kube/index.ts';
import type { LogLine } from '../kubelet/container.ts';
import type { Machines } from '../kubelet/index.ts';
import type { World } from '../world.ts';

export interface LogOptions {
  container?: string;
  previous?: boolean;
  tailLines?: number;
  sinceSeconds?: number;
  timestamps?: boolean;
}

const refused = (message: string): Answer<string> => ({ ok: false, status: badRequest(message) });

const print = (
  lines: readonly LogLine[],
  { tailLines, sinceSeconds, timestamps }: LogOptions,
  nowMs: number,
): string => {
  const recent =
    sinceSeconds === undefined ? lines : lines.filter(({ timeMs }) => timeMs >= nowMs - sinceSeconds * 1000);
  const shown = tailLines === undefined ? recent : recent.slice(Math.max(0, recent.length - tailLines));
  const stamp = ({ timeMs }: LogLine): string =>
    timestamps === true ? `${new Date(timeMs).toISOString().replace('Z', '000000Z')} ` : '';
  return shown.map((line) => `${stamp(line)}${line.text}\n`).join('');
};

/** @source k8s 1.20 pkg/registry/core/pod/strategy.go LogLocation (which container) */
const chosenContainer = (pod: Pod, wanted: string | undefined): { name: string } | { failure: string } => {
  const names = pod.spec.containers.map(({ name }) => name);
  const initNames = (pod.spec.initContainers ?? []).map(({ name }) => name);
  const addedNames = (pod.spec.ephemeralContainers ?? []).map(({ name }) => name);
  if (wanted !== undefined && wanted !== '')
    return [...names, ...initNames, ...addedNames].includes(wanted)
      ? { name: wanted }
      : { failure: `container ${wanted} is not valid for pod ${pod.metadata.name}` };
  if (names.length === 1) return { name: names[0] ?? '' };
  const also = initNames.length === 0 ? '' : ` or one of the init containers: [${initNames.join(' ')}]`;
  return {
    failure: `a container name must be specified for pod ${pod.metadata.name}, choose one of: [${names.join(' ')}]${also}`,
  };
};

/** @source k8s 1.20 pkg/kubelet/kubelet_pods.go validateContainerLogStatus */
export const containerLog = (
  world: World,
  machines: Machines,
  namespace: string,
  name: string,
  options: LogOptions,
): Answer<string> => {
  const found = world.api.get('pods', namespace, name);
  if (!found.ok) return found;
  const pod = found.value;
  const chosen = chosenContainer(pod, options.container);
  if ('failure' in chosen) return refused(chosen.failure);
  if (pod.spec.nodeName === undefined || pod.spec.nodeName === '') return { ok: true, value: '' };
  const machine = machines.byName.get(pod.spec.nodeName);
  if (machine?.isReachable !== true || !machine.kubelet.isRunning) {
    const address = machine?.node.address ?? pod.spec.nodeName;
    const path = `https://${address}:10250/containerLogs/${namespace}/${name}/${chosen.name}`;
    const why = machine?.isReachable === true ? 'connection refused' : 'no route to host';
    return {
      ok: false,
      status: {
        ...badRequest(`Get "${path}": dial tcp ${address}:10250: connect: ${why}`),
        code: 500,
        reason: 'InternalError',
      },
    };
  }
  const attempts = machine.engine.pods.get(pod.metadata.uid ?? '')?.containers.get(chosen.name) ?? [];
  const container = options.previous === true ? attempts.at(-2) : attempts.at(-1);
  if (container !== undefined) return { ok: true, value: print(container.log, options, world.nowMs()) };
  if (options.previous === true)
    return refused(`previous terminated container "${chosen.name}" in pod "${name}" not found`);
  const statuses = [...(pod.status?.containerStatuses ?? []), ...(pod.status?.initContainerStatuses ?? [])];
  const reason =
    statuses.find((status) => status.name === chosen.name)?.state?.waiting?.reason ?? 'ContainerCreating';
  const isPull = reason === 'ErrImagePull' || reason === 'ImagePullBackOff';
  const why = isPull ? 'trying and failing to pull image' : reason;
  return refused(`container "${chosen.name}" in pod "${name}" is waiting to start: ${why}`);
};
