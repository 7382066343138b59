/** Every kind that the API server prints in columns of its own, a line each; and the Table of a list of objects. */
import type { Table } from '../api.ts';
import type { KubeObject } from '../objects/index.ts';
import type { KubernetesVersion } from '../version.ts';
import { certificateSigningRequest } from './certificate-signing-request.ts';
import { componentStatus } from './component-status.ts';
import { controllerRevision } from './controller-revision.ts';
import { createdAt } from './created-at.ts';
import { cronJob } from './cron-job.ts';
import { csiDriver } from './csi-driver.ts';
import { daemonSet } from './daemon-set.ts';
import { deployment } from './deployment.ts';
import { endpointSlice } from './endpoint-slice.ts';
import { endpoints } from './endpoints.ts';
import { event } from './event.ts';
import { flowSchema, priorityLevelConfiguration } from './flow-schema.ts';
import { horizontalPodAutoscaler } from './horizontal-pod-autoscaler.ts';
import { ingressClass } from './ingress-class.ts';
import { ingress } from './ingress.ts';
import { job } from './job.ts';
import { node } from './node.ts';
import { persistentVolumeClaim } from './persistent-volume-claim.ts';
import { persistentVolume } from './persistent-volume.ts';
import { podDisruptionBudget } from './pod-disruption-budget.ts';
import { podSecurityPolicy } from './pod-security-policy.ts';
import { podTemplate } from './pod-template.ts';
import { pod } from './pod.ts';
import type { Printer } from './printer.ts';
import { replicaSet } from './replica-set.ts';
import { replicationController } from './replication-controller.ts';
import { resourceQuota } from './resource-quota.ts';
import { clusterRoleBinding, roleBinding } from './role-binding.ts';
import { service } from './service.ts';
import { simplePrinters } from './simple-printers.ts';
import { statefulSet } from './stateful-set.ts';
import { storageClass } from './storage-class.ts';

export type { Printer, PrinterColumn } from './printer.ts';
export { podRow, type PodRow } from './pod-row.ts';
export { accessModes, storageClassOf } from './access-modes.ts';
export {
  currentMetrics,
  metricSpecs,
  type AutoscalerMetric,
  type MetricValue,
} from './autoscaler-metrics.ts';
export { endpointAddresses } from './endpoints.ts';
export { loadBalancerAddresses } from './load-balancer-addresses.ts';
export { nodeRoles } from './node.ts';
export { ageOf, firstFew } from './printer.ts';
export { quantityText } from './quantity-text.ts';
export { isDefaultClass } from './storage-class.ts';
export type { CronJob } from './cron-job.ts';
export type { Ingress } from './ingress.ts';
export type { IngressClass } from './ingress-class.ts';
export type { Job } from './job.ts';
export type { PersistentVolume } from './persistent-volume.ts';
export type { PersistentVolumeClaim } from './persistent-volume-claim.ts';
export type { ResourceQuota } from './resource-quota.ts';
export type { RoleBinding } from './role-binding.ts';
export type { StorageClass } from './storage-class.ts';

const printers: readonly Printer[] = [
  ...simplePrinters,
  certificateSigningRequest,
  clusterRoleBinding,
  componentStatus,
  controllerRevision,
  cronJob,
  csiDriver,
  daemonSet,
  deployment,
  endpointSlice,
  endpoints,
  event,
  flowSchema,
  horizontalPodAutoscaler,
  ingress,
  ingressClass,
  job,
  node,
  persistentVolume,
  persistentVolumeClaim,
  pod,
  podDisruptionBudget,
  podSecurityPolicy,
  podTemplate,
  priorityLevelConfiguration,
  replicaSet,
  replicationController,
  resourceQuota,
  roleBinding,
  service,
  statefulSet,
  storageClass,
];

/** Groups that a kind has been served in besides its own, by kind. */
const otherGroups: Readonly<Record<string, readonly string[]>> = {
  Event: ['events.k8s.io'],
  Ingress: ['extensions'],
  Deployment: ['extensions'],
  ReplicaSet: ['extensions'],
  DaemonSet: ['extensions'],
  NetworkPolicy: ['extensions'],
};

/** The printer of a kind; one of name and creation time for a kind that has none. */
export const printerFor = (group: string, kind: string): Printer =>
  printers.find(
    (printer) =>
      printer.kind === kind && (printer.group === group || otherGroups[kind]?.includes(group) === true),
  ) ?? createdAt(group, kind);

const withoutColumns = (names: readonly string[], table: Table): Table => {
  if (names.length === 0) return table;
  const isKept = table.columnDefinitions.map(({ name }) => !names.includes(name));
  return {
    columnDefinitions: table.columnDefinitions.filter((_column, index) => isKept[index]),
    rows: table.rows.map((row) => ({ ...row, cells: row.cells.filter((_cell, index) => isKept[index]) })),
  };
};

/** The Table of `objects`, all of one kind, as the API server answers it. */
export const printTable = (
  objects: readonly KubeObject[],
  printer: Printer,
  nowMs: number,
  version?: KubernetesVersion,
): Table =>
  withoutColumns(printer.missing?.(version) ?? [], {
    columnDefinitions: [...printer.columns],
    rows: objects.map((object) => {
      const conditions = printer.conditions?.(object) ?? [];
      // An object may lack its spec altogether, which in Go is an empty one.
      const whole = 'spec' in object ? object : ({ ...object, spec: {} } as KubeObject);
      return {
        cells: printer.cells(whole, nowMs, version),
        ...(conditions.length === 0 ? {} : { conditions }),
        object,
      };
    }),
  });
