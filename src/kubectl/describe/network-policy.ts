/** Describes a network policy. */
import { formatLabelSelector, isAtLeast } from '../../kube/index.ts';
import type { KubeObject, KubernetesVersion, LabelSelector } from '../../kube/index.ts';
import type { DescribeWriter } from './describe-writer.ts';
import { defineDescriber } from './describer.ts';
import { metadataLines, nameLines } from './metadata-lines.ts';

interface Peer {
  podSelector?: LabelSelector;
  namespaceSelector?: LabelSelector;
  ipBlock?: { cidr: string; except?: string[] };
}

interface Rule {
  ports?: { port?: string | number; protocol?: string }[];
  from?: Peer[];
  to?: Peer[];
}

interface NetworkPolicy extends KubeObject {
  spec: { podSelector?: LabelSelector; policyTypes?: string[]; ingress?: Rule[]; egress?: Rule[] };
}

const indent = '    ';

const peerLines = (
  write: (text: string) => void,
  { podSelector, namespaceSelector, ipBlock }: Peer,
): void => {
  if (namespaceSelector !== undefined)
    write(`  NamespaceSelector: ${formatLabelSelector(namespaceSelector)}`);
  if (podSelector !== undefined) write(`  PodSelector: ${formatLabelSelector(podSelector)}`);
  if (ipBlock !== undefined && podSelector === undefined && namespaceSelector === undefined) {
    write('  IPBlock:');
    write(`    CIDR: ${ipBlock.cidr}`);
    write(`    Except: ${(ipBlock.except ?? []).join(', ')}`);
  }
};

/** @source k8s 1.20 kubectl/pkg/describe/describe.go printNetworkPolicySpecIngressFrom, printNetworkPolicySpecEgressTo */
const ruleLines = (
  writer: DescribeWriter,
  rules: readonly Rule[],
  isIngress: boolean,
  version: KubernetesVersion,
): void => {
  const write = (text: string): void => writer.line(0, indent + text);
  // Upstream spoke of the source in both directions for long.
  const end = isIngress || !isAtLeast(version, 22) ? 'source' : 'destination';
  const [side, name] = isIngress ? ['From', 'ingress'] : ['To', 'egress'];
  if (rules.length === 0) return write(`<none> (Selected pods are isolated for ${name} connectivity)`);
  for (const [index, rule] of rules.entries()) {
    const ports = rule.ports ?? [];
    if (ports.length === 0) write('To Port: <any> (traffic allowed to all ports)');
    for (const { port, protocol = 'TCP' } of ports) write(`To Port: ${port ?? '<nil>'}/${protocol}`);
    const peers = (isIngress ? rule.from : rule.to) ?? [];
    if (peers.length === 0) write(`${side}: <any> (traffic not restricted by ${end})`);
    for (const peer of peers) {
      write(`${side}:`);
      peerLines(write, peer);
    }
    if (index < rules.length - 1) write('----------');
  }
};

/** @source k8s 1.20 kubectl/pkg/describe/describe.go describeNetworkPolicy */
export const networkPolicy = defineDescriber<NetworkPolicy>({
  group: 'networking.k8s.io',
  kind: 'NetworkPolicy',
  hasEvents: false,
  describe(object, writer, view) {
    const { metadata, spec } = object;
    nameLines(writer, object);
    const created = (metadata.creationTimestamp ?? '0001-01-01T00:00:00Z')
      .replace('T', ' ')
      .replace(/(\.\d+)?Z$/, ' +0000 UTC');
    writer.line(0, `Created on:\t${created}`);
    metadataLines(writer, object);
    writer.line(0, 'Spec:');
    const selector = formatLabelSelector(spec.podSelector);
    const everyPod = ' (Allowing the specific traffic to all pods in this namespace)';
    writer.line(1, `PodSelector:     ${selector}${selector === '<none>' ? everyPod : ''}`);
    const types = spec.policyTypes ?? [];
    for (const [type, word] of [
      ['Ingress', 'ingress'],
      ['Egress', 'egress'],
    ] as const) {
      if (!types.includes(type)) writer.line(1, `Not affecting ${word} traffic`);
      else {
        writer.line(1, `Allowing ${word} traffic:`);
        ruleLines(writer, spec[word] ?? [], type === 'Ingress', view.version);
      }
    }
    writer.line(1, `Policy Types: ${types.length === 0 ? '<none>' : types.join(', ')}`);
  },
});
