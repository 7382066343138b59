/** Nodes as rows. */
import type { Node } from '../objects/index.ts';
import { column, createdAge, definePrinter, nameColumn, wide } from './printer.ts';

/** The roles of a node, sorted. @source k8s 1.20 pkg/printers/internalversion/printers.go findNodeRoles */
export const nodeRoles = (node: Node): string[] => {
  const roles = Object.entries(node.metadata.labels ?? {}).flatMap(([key, value]) => {
    if (key.startsWith('node-role.kubernetes.io/')) return [key.slice('node-role.kubernetes.io/'.length)];
    return key === 'kubernetes.io/role' ? [value] : [];
  });
  return [...new Set(roles.filter((role) => role !== ''))].sort();
};

const status = ({ spec, status: { conditions = [] } = {} }: Node): string => {
  const ready = conditions.findLast(({ type }) => type === 'Ready');
  const word = ready === undefined ? 'Unknown' : ready.status === 'True' ? 'Ready' : 'NotReady';
  return spec?.unschedulable === true ? `${word},SchedulingDisabled` : word;
};

const address = (node: Node, type: string): string =>
  node.status?.addresses?.find((candidate) => candidate.type === type)?.address ?? '<none>';

const orUnknown = (text: string | undefined): string =>
  text === undefined || text === '' ? '<unknown>' : text;

/** @source k8s 1.20 pkg/printers/internalversion/printers.go printNode */
export const node = definePrinter<Node>({
  group: '',
  kind: 'Node',
  columns: [
    nameColumn,
    column('Status'),
    column('Roles'),
    column('Age'),
    column('Version'),
    wide('Internal-IP'),
    wide('External-IP'),
    wide('OS-Image'),
    wide('Kernel-Version'),
    wide('Container-Runtime'),
  ],
  cells(object, nowMs) {
    const { nodeInfo = {} } = object.status ?? {};
    const roles = nodeRoles(object).join(',');
    return [
      object.metadata.name,
      status(object),
      roles === '' ? '<none>' : roles,
      createdAge(object, nowMs),
      nodeInfo.kubeletVersion ?? '',
      address(object, 'InternalIP'),
      address(object, 'ExternalIP'),
      orUnknown(nodeInfo.osImage),
      orUnknown(nodeInfo.kernelVersion),
      orUnknown(nodeInfo.containerRuntimeVersion),
    ];
  },
});
