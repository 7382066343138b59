/** Deployments as rows. */
import { labelMatcher } from '../label-selector.ts';
import type { Deployment } from '../objects/index.ts';
import { containerCells, templateColumns } from './pod-template-cells.ts';
import { column, createdAge, definePrinter, nameColumn } from './printer.ts';

/** @source k8s 1.20 pkg/printers/internalversion/printers.go printDeployment */
export const deployment = definePrinter<Deployment>({
  group: 'apps',
  kind: 'Deployment',
  columns: [
    nameColumn,
    column('Ready'),
    column('Up-to-date'),
    column('Available'),
    column('Age'),
    ...templateColumns,
  ],
  cells: (object, nowMs) => [
    object.metadata.name,
    `${object.status?.readyReplicas ?? 0}/${object.spec.replicas ?? 0}`,
    object.status?.updatedReplicas ?? 0,
    object.status?.availableReplicas ?? 0,
    createdAge(object, nowMs),
    ...containerCells(object.spec.template?.spec),
    labelMatcher(object.spec.selector).text,
  ],
});
