/** Replica sets as rows. */
import { formatLabelSelector } from '../label-selector.ts';
import type { ReplicaSet } from '../objects/index.ts';
import { containerCells, templateColumns } from './pod-template-cells.ts';
import { column, createdAge, definePrinter, nameColumn } from './printer.ts';

/** @source k8s 1.20 pkg/printers/internalversion/printers.go printReplicaSet */
export const replicaSet = definePrinter<ReplicaSet>({
  group: 'apps',
  kind: 'ReplicaSet',
  columns: [
    nameColumn,
    column('Desired', 'integer'),
    column('Current', 'integer'),
    column('Ready', 'integer'),
    column('Age'),
    ...templateColumns,
  ],
  cells: (object, nowMs) => [
    object.metadata.name,
    object.spec.replicas ?? 0,
    object.status?.replicas ?? 0,
    object.status?.readyReplicas ?? 0,
    createdAge(object, nowMs),
    ...containerCells(object.spec.template?.spec),
    formatLabelSelector(object.spec.selector),
  ],
});
