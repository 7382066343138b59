/** Stateful sets as rows. */
import type { StatefulSet } from '../objects/index.ts';
import { containerCells, templateColumns } from './pod-template-cells.ts';
import { column, createdAge, definePrinter, nameColumn } from './printer.ts';

/** @source k8s 1.20 pkg/printers/internalversion/printers.go printStatefulSet */
export const statefulSet = definePrinter<StatefulSet>({
  group: 'apps',
  kind: 'StatefulSet',
  columns: [nameColumn, column('Ready'), column('Age'), ...templateColumns.slice(0, 2)],
  cells: (object, nowMs) => [
    object.metadata.name,
    `${object.status?.readyReplicas ?? 0}/${object.spec.replicas ?? 0}`,
    createdAge(object, nowMs),
    ...containerCells(object.spec.template?.spec),
  ],
});
