/** Daemon sets as rows. */
import { formatLabelSelector } from '../label-selector.ts';
import { formatLabels } from '../output/index.ts';
import type { DaemonSet } from '../objects/index.ts';
import { containerCells, templateColumns } from './pod-template-cells.ts';
import { column, createdAge, definePrinter, nameColumn } from './printer.ts';

/** @source k8s 1.20 pkg/printers/internalversion/printers.go printDaemonSet */
export const daemonSet = definePrinter<DaemonSet>({
  group: 'apps',
  kind: 'DaemonSet',
  columns: [
    nameColumn,
    column('Desired', 'integer'),
    column('Current', 'integer'),
    column('Ready', 'integer'),
    column('Up-to-date', 'integer'),
    column('Available', 'integer'),
    column('Node Selector'),
    column('Age'),
    ...templateColumns,
  ],
  cells: (object, nowMs) => [
    object.metadata.name,
    object.status?.desiredNumberScheduled ?? 0,
    object.status?.currentNumberScheduled ?? 0,
    object.status?.numberReady ?? 0,
    object.status?.updatedNumberScheduled ?? 0,
    object.status?.numberAvailable ?? 0,
    formatLabels(object.spec.template?.spec?.nodeSelector),
    createdAge(object, nowMs),
    ...containerCells(object.spec.template?.spec),
    formatLabelSelector(object.spec.selector),
  ],
});
