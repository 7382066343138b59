/** Describes a node, with what its pods have reserved. */
import { nodeRoles, quantityText } from '../../kube/index.ts';
import type { Lease, Node, Pod } from '../../kube/index.ts';
import type { DescribeWriter } from './describe-writer.ts';
import { defineDescriber } from './describer.ts';
import { eventLines } from './events.ts';
import { createdLine, metadataLines, orNone } from './metadata-lines.ts';
import { nodeResourceLines } from './node-resources.ts';

const leaseNamespace = 'kube-node-lease';

/** @source k8s 1.20 kubectl/pkg/describe/describe.go printNodeTaintsMultiline */
const taintLines = (writer: DescribeWriter, { spec }: Node): void => {
  const taints = [...(spec?.taints ?? [])];
  const order = (taint: (typeof taints)[number]): string =>
    `${taint.effect}\0${taint.key}\0${taint.value ?? ''}`;
  taints.sort((a, b) => (order(a) < order(b) ? -1 : 1));
  const texts = taints.map(
    ({ key, value = '', effect }) =>
      `${key}${value === '' ? '' : `=${value}`}${effect === '' ? '' : `:${effect}`}`,
  );
  writer.line(0, `Taints:\t${texts.length === 0 ? '<none>' : texts.join('\n\t')}`);
};

const leaseLines = (writer: DescribeWriter, { metadata }: Node, leases: readonly Lease[]): void => {
  const lease = leases.find((candidate) => candidate.metadata.name === metadata.name);
  if (lease === undefined) {
    return writer.line(
      0,
      `Lease:\tFailed to get lease: leases.coordination.k8s.io ${JSON.stringify(metadata.name)} not found`,
    );
  }
  const { holderIdentity, acquireTime, renewTime } = lease.spec;
  writer.line(0, 'Lease:');
  writer.line(1, `HolderIdentity:\t${holderIdentity ?? '<unset>'}`);
  writer.line(1, `AcquireTime:\t${acquireTime === undefined ? '<unset>' : writer.date(acquireTime)}`);
  writer.line(1, `RenewTime:\t${renewTime === undefined ? '<unset>' : writer.date(renewTime)}`);
};

const amountLines = (
  writer: DescribeWriter,
  title: string,
  amounts: Record<string, string> | undefined,
): void => {
  const names = Object.keys(amounts ?? {}).sort();
  if (names.length > 0) writer.line(0, `${title}:`);
  for (const name of names) writer.line(1, `${name}:\t${quantityText(amounts![name])}`);
};

const systemInfo: readonly [title: string, field: string][] = [
  ['Machine ID', 'machineID'],
  ['System UUID', 'systemUUID'],
  ['Boot ID', 'bootID'],
  ['Kernel Version', 'kernelVersion'],
  ['OS Image', 'osImage'],
  ['Operating System', 'operatingSystem'],
  ['Architecture', 'architecture'],
  ['Container Runtime Version', 'containerRuntimeVersion'],
  ['Kubelet Version', 'kubeletVersion'],
  ['Kube-Proxy Version', 'kubeProxyVersion'],
];

/** @source k8s 1.20 kubectl/pkg/describe/describe.go describeNode */
export const node = defineDescriber<Node>({
  group: '',
  kind: 'Node',
  needs: ({ metadata: { name } }) => [
    { resource: 'leases.coordination.k8s.io', namespace: leaseNamespace, name },
    { resource: 'pods', fieldSelector: `spec.nodeName=${name},status.phase!=Succeeded,status.phase!=Failed` },
  ],
  describe(object, writer, view) {
    const { metadata, spec, status = {} } = object;
    const line = (text: string): void => writer.line(0, text);
    line(`Name:\t${metadata.name}`);
    line(`Roles:\t${orNone(nodeRoles(object).join(','))}`);
    metadataLines(writer, object);
    createdLine(writer, object);
    taintLines(writer, object);
    line(`Unschedulable:\t${spec?.unschedulable ?? false}`);
    leaseLines(writer, object, view.list<Lease>('leases.coordination.k8s.io'));
    if ((status.conditions ?? []).length > 0) {
      line('Conditions:\n  Type\tStatus\tLastHeartbeatTime\tLastTransitionTime\tReason\tMessage');
      writer.line(1, '----\t------\t-----------------\t------------------\t------\t-------');
      for (const {
        type,
        status: value,
        lastHeartbeatTime,
        lastTransitionTime,
        reason = '',
        message = '',
      } of status.conditions!) {
        const times = `${writer.date(lastHeartbeatTime)} \t${writer.date(lastTransitionTime)}`;
        writer.line(1, `${type} \t${value} \t${times} \t${reason} \t${message}`);
      }
    }
    line('Addresses:');
    for (const { type, address } of status.addresses ?? []) writer.line(1, `${type}:\t${address}`);
    amountLines(writer, 'Capacity', status.capacity);
    amountLines(writer, 'Allocatable', status.allocatable);
    line('System Info:');
    for (const [title, field] of systemInfo) writer.line(1, `${title}:\t${status.nodeInfo?.[field] ?? ''}`);
    if ((spec?.podCIDR ?? '') !== '') line(`PodCIDR:\t${spec.podCIDR!}`);
    if ((spec?.podCIDRs ?? []).length > 0) line(`PodCIDRs:\t${spec.podCIDRs!.join(',')}`);
    if ((spec?.providerID ?? '') !== '') line(`ProviderID:\t${spec.providerID!}`);
    const pods = view
      .list<Pod>('pods')
      .filter(
        (pod) => pod.spec.nodeName === metadata.name && !/^(Succeeded|Failed)$/.test(pod.status?.phase ?? ''),
      );
    nodeResourceLines(writer, object, pods, view.nowMs);
    eventLines(writer, view);
  },
});
