/** The Node object that a kubelet registers, and the status it keeps in it. */
import type { Condition, KubernetesVersion, Node } from '../../kube/index.ts';
import { isAtLeast, parseQuantity, valueOf, wholeValue } from '../../kube/index.ts';
import { digestOf, taggedName } from '../images/index.ts';
import type { Image } from '../images/index.ts';
import type { LabNode } from '../lab.ts';

const hardEvictionMemoryBytes = 100 * 1024 * 1024;
const defaultDisk = '38770180Ki';

const uuidFrom = (text: string): string => {
  const digits = digestOf(text);
  return [
    digits.slice(0, 8),
    digits.slice(8, 12),
    digits.slice(12, 16),
    digits.slice(16, 20),
    digits.slice(20, 32),
  ].join('-');
};

const kibibytes = (bytes: number): string => `${Math.floor(bytes / 1024)}Ki`;

/** A fact of a machine that is worked out once: labs do not change. */
const remembered = <T>(workOut: (machine: LabNode) => T): ((machine: LabNode) => T) => {
  const known = new WeakMap<LabNode, { fact: T }>();
  return (machine) => {
    let entry = known.get(machine);
    if (entry === undefined) known.set(machine, (entry = { fact: workOut(machine) }));
    return entry.fact;
  };
};

/** What the machine has, and what of it pods may ask for: less the threshold of hard eviction. */
export const nodeResources = remembered((machine) => {
  const memoryBytes = valueOf(machine.memory);
  const diskBytes = valueOf(machine.ephemeralStorage ?? defaultDisk);
  const pods = String(machine.maxPods ?? 110);
  const cpu = String(machine.cpu);
  const capacity = {
    cpu,
    'ephemeral-storage': kibibytes(diskBytes),
    'hugepages-2Mi': '0',
    memory: kibibytes(memoryBytes),
    pods,
  };
  const allocatable = {
    cpu,
    'ephemeral-storage': String(
      diskBytes - Math.floor(Number(wholeValue(parseQuantity(String(diskBytes)))) * 0.1),
    ),
    'hugepages-2Mi': '0',
    memory: kibibytes(memoryBytes - hardEvictionMemoryBytes),
    pods,
  };
  return { capacity, allocatable };
});

const machineId = remembered(({ name }) => digestOf(`machine/${name}`).slice(0, 32));
const systemUuid = remembered(({ name }) => uuidFrom(`system/${name}`));

export interface NodeFacts {
  /** RFC 3339. */
  now: string;
  bootId: string;
  images: ReadonlyMap<string, Image>;
  /** Why the node is not ready; undefined when it is. */
  failure: string | undefined;
  hasCalico: boolean;
}

const roleLabels = ({ role }: LabNode, version: KubernetesVersion): Record<string, string> => {
  if (role === 'worker') return {};
  const master = { 'node-role.kubernetes.io/master': '' };
  const controlPlane = { 'node-role.kubernetes.io/control-plane': '' };
  if (role === 'master' && !isAtLeast(version, 20)) return master;
  return isAtLeast(version, 24) ? controlPlane : { ...controlPlane, ...master };
};

const roleTaints = ({ role, taints }: LabNode, version: KubernetesVersion) => {
  if (taints !== undefined) return taints;
  if (role === 'worker') return [];
  const master = { effect: 'NoSchedule', key: 'node-role.kubernetes.io/master' };
  const controlPlane = { effect: 'NoSchedule', key: 'node-role.kubernetes.io/control-plane' };
  if (isAtLeast(version, 25)) return [controlPlane];
  return isAtLeast(version, 24) ? [controlPlane, master] : [master];
};

const schemeOf = (machine: LabNode, version: KubernetesVersion): string =>
  machine.containerRuntimeVersion ?? (isAtLeast(version, 24) ? 'containerd://1.6.8' : 'docker://19.3.15');

/** "docker", "containerd". */
export const runtimeScheme = (machine: LabNode, version: KubernetesVersion): string =>
  schemeOf(machine, version).split('://')[0] ?? 'docker';

/** @source k8s 1.20 pkg/kubelet/nodestatus/setters.go */
export const nodeConditions = (
  { now, failure, hasCalico }: NodeFacts,
  before: readonly Condition[] = [],
): Condition[] => {
  const fine = (type: string, reason: string, message: string): Condition => ({
    type,
    status: 'False',
    reason,
    message,
  });
  const wanted: Condition[] = [
    fine('MemoryPressure', 'KubeletHasSufficientMemory', 'kubelet has sufficient memory available'),
    fine('DiskPressure', 'KubeletHasNoDiskPressure', 'kubelet has no disk pressure'),
    fine('PIDPressure', 'KubeletHasSufficientPID', 'kubelet has sufficient PID available'),
    failure === undefined
      ? { type: 'Ready', status: 'True', reason: 'KubeletReady', message: 'kubelet is posting ready status' }
      : { type: 'Ready', status: 'False', reason: 'KubeletNotReady', message: failure },
  ];
  const isUp = failure === undefined;
  const network = before.find(({ type }) => type === 'NetworkUnavailable');
  if (hasCalico && isUp && network?.status !== 'False')
    wanted.unshift(fine('NetworkUnavailable', 'CalicoIsUp', 'Calico is running on this node'));
  else if (network !== undefined) wanted.unshift(network);
  return wanted.map((condition) => {
    const old = before.find(({ type }) => type === condition.type);
    const isSame = old?.status === condition.status;
    return {
      ...condition,
      lastHeartbeatTime: condition === network ? (network.lastHeartbeatTime ?? now) : now,
      lastTransitionTime: (isSame ? old.lastTransitionTime : undefined) ?? now,
    };
  });
};

const nodeImages = (images: ReadonlyMap<string, Image>) =>
  [...images.values()]
    .sort((a, b) => b.sizeBytes - a.sizeBytes)
    .slice(0, 50)
    .map((image) => ({
      names: [`${image.repository}@sha256:${image.digest}`, taggedName(image)],
      sizeBytes: image.sizeBytes,
    }));

/** The status of a node as its kubelet sees it now. */
export const nodeStatus = (
  machine: LabNode,
  version: KubernetesVersion,
  facts: NodeFacts,
  before?: Node['status'],
): NonNullable<Node['status']> => ({
  addresses: [
    { type: 'InternalIP', address: machine.address },
    { type: 'Hostname', address: machine.name },
  ],
  ...nodeResources(machine),
  conditions: nodeConditions(facts, before?.conditions),
  daemonEndpoints: { kubeletEndpoint: { Port: 10250 } },
  images: nodeImages(facts.images),
  nodeInfo: {
    architecture: 'amd64',
    bootID: facts.bootId,
    containerRuntimeVersion: schemeOf(machine, version),
    kernelVersion: machine.kernelVersion ?? '3.10.0-1160.90.1.el7.x86_64',
    kubeProxyVersion: version.gitVersion,
    kubeletVersion: version.gitVersion,
    machineID: machineId(machine),
    operatingSystem: 'linux',
    osImage: machine.osImage ?? 'CentOS Linux 7 (Core)',
    systemUUID: systemUuid(machine),
  },
});

/** The object that a kubelet which kubeadm has joined to the cluster creates. */
export const nodeObject = (machine: LabNode, version: KubernetesVersion, facts: NodeFacts): Node => {
  const taints = roleTaints(machine, version);
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name: machine.name,
      labels: {
        'beta.kubernetes.io/arch': 'amd64',
        'beta.kubernetes.io/os': 'linux',
        'kubernetes.io/arch': 'amd64',
        'kubernetes.io/hostname': machine.name,
        'kubernetes.io/os': 'linux',
        ...roleLabels(machine, version),
        ...machine.labels,
      },
      annotations: {
        'kubeadm.alpha.kubernetes.io/cri-socket':
          runtimeScheme(machine, version) === 'docker'
            ? '/var/run/dockershim.sock'
            : 'unix:///run/containerd/containerd.sock',
        'node.alpha.kubernetes.io/ttl': '0',
        'volumes.kubernetes.io/controller-managed-attach-detach': 'true',
      },
    },
    spec: {
      ...(machine.podCIDR === undefined ? {} : { podCIDR: machine.podCIDR, podCIDRs: [machine.podCIDR] }),
      ...(taints.length === 0 ? {} : { taints }),
    },
    status: nodeStatus(machine, version, facts),
  };
};

export const bootIdOf = (machine: LabNode, boot: number): string => uuidFrom(`boot/${machine.name}/${boot}`);
