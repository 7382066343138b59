/** Jobs as rows. */
import { humanDuration } from '../duration.ts';
import { formatLabelSelector } from '../label-selector.ts';
import type { Condition, KubeObject, LabelSelector, PodTemplateSpec } from '../objects/index.ts';
import { containerCells, templateColumns } from './pod-template-cells.ts';
import { isAtLeast } from '../version.ts';
import { column, createdAge, definePrinter, nameColumn } from './printer.ts';

export interface Job extends KubeObject {
  spec: {
    parallelism?: number;
    completions?: number;
    completionMode?: string;
    suspend?: boolean;
    backoffLimit?: number;
    ttlSecondsAfterFinished?: number;
    activeDeadlineSeconds?: number;
    selector?: LabelSelector;
    template?: PodTemplateSpec;
  };
  status?: {
    succeeded?: number;
    failed?: number;
    ready?: number;
    completedIndexes?: string;
    active?: number;
    startTime?: string;
    completionTime?: string;
    conditions?: Condition[];
  };
}

const completions = ({ spec, status }: Job): string => {
  const done = status?.succeeded ?? 0;
  if (spec.completions !== undefined) return `${done}/${spec.completions}`;
  return (spec.parallelism ?? 0) > 1 ? `${done}/1 of ${spec.parallelism}` : `${done}/1`;
};

const duration = ({ status }: Job, nowMs: number): string => {
  if (status?.startTime === undefined) return '';
  const end = status.completionTime === undefined ? nowMs : Date.parse(status.completionTime);
  return humanDuration(end - Date.parse(status.startTime));
};

/** @since k8s 1.30 @source k8s 1.32 pkg/printers/internalversion/printers.go printJob */
const statusOf = ({ metadata, status }: Job): string => {
  const has = (type: string): boolean =>
    (status?.conditions ?? []).some((condition) => condition.type === type && condition.status === 'True');
  if (has('Complete')) return 'Complete';
  if (has('Failed')) return 'Failed';
  if (metadata.deletionTimestamp !== undefined) return 'Terminating';
  return ['Suspended', 'FailureTarget'].find(has) ?? 'Running';
};

/** @source k8s 1.20 pkg/printers/internalversion/printers.go printJob */
export const job = definePrinter<Job>({
  group: 'batch',
  kind: 'Job',
  columns: [
    nameColumn,
    column('Status'),
    column('Completions'),
    column('Duration'),
    column('Age'),
    ...templateColumns,
  ],
  missing: (version) => (version !== undefined && isAtLeast(version, 30) ? [] : ['Status']),
  cells: (object, nowMs) => [
    object.metadata.name,
    statusOf(object),
    completions(object),
    duration(object, nowMs),
    createdAge(object, nowMs),
    ...containerCells(object.spec.template?.spec),
    formatLabelSelector(object.spec.selector),
  ],
});
