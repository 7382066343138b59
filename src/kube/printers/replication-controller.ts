/** Replication controllers as rows. */
import { formatLabels } from '../output/index.ts';
import type { ReplicationController } from '../objects/index.ts';
import { containerCells } from './pod-template-cells.ts';
import { createdAge, definePrinter } from './printer.ts';
import { replicaSet } from './replica-set.ts';

/** @source k8s 1.20 pkg/printers/internalversion/printers.go printReplicationController */
export const replicationController = definePrinter<ReplicationController>({
  group: '',
  kind: 'ReplicationController',
  columns: replicaSet.columns,
  cells: (object, nowMs) => [
    object.metadata.name,
    object.spec.replicas ?? 0,
    object.status?.replicas ?? 0,
    object.status?.readyReplicas ?? 0,
    createdAge(object, nowMs),
    ...containerCells(object.spec.template?.spec),
    formatLabels(object.spec.selector),
  ],
});
