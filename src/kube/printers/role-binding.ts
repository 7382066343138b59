/** Role bindings, of a namespace and of the cluster, as rows. */
import type { KubeObject } from '../objects/index.ts';
import { column, createdAge, definePrinter, nameColumn, wide } from './printer.ts';

export interface RoleBinding extends KubeObject {
  roleRef: { apiGroup?: string; kind: string; name: string };
  subjects?: { kind: string; name: string; namespace?: string; apiGroup?: string }[];
}

const columns = [
  nameColumn,
  column('Role'),
  column('Age'),
  wide('Users'),
  wide('Groups'),
  wide('ServiceAccounts'),
];

const names = ({ subjects = [] }: RoleBinding, kind: string): string =>
  subjects
    .filter((subject) => subject.kind === kind)
    .map((subject) =>
      kind === 'ServiceAccount' ? `${subject.namespace ?? ''}/${subject.name}` : subject.name,
    )
    .join(', ');

const cells = (object: RoleBinding, nowMs: number): unknown[] => [
  object.metadata.name,
  `${object.roleRef.kind}/${object.roleRef.name}`,
  createdAge(object, nowMs),
  names(object, 'User'),
  names(object, 'Group'),
  names(object, 'ServiceAccount'),
];

/** @source k8s 1.20 pkg/printers/internalversion/printers.go printRoleBinding, printClusterRoleBinding */
export const roleBinding = definePrinter<RoleBinding>({
  group: 'rbac.authorization.k8s.io',
  kind: 'RoleBinding',
  columns,
  cells,
});

export const clusterRoleBinding = definePrinter<RoleBinding>({
  group: 'rbac.authorization.k8s.io',
  kind: 'ClusterRoleBinding',
  columns,
  cells,
});
