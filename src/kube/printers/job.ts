/** Jobs as rows. */
import { humanDuration } from '../duration.ts';
import { formatLabelSelector } from '../label-selector.ts';
import type { KubeObject, LabelSelector, PodTemplateSpec } from '../objects/index.ts';
import { containerCells, templateColumns } from './pod-template-cells.ts';
import { column, createdAge, definePrinter, nameColumn } from './printer.ts';

export interface Job extends KubeObject {
  spec: {
    parallelism?: number;
    completions?: number;
    activeDeadlineSeconds?: number;
    selector?: LabelSelector;
    template?: PodTemplateSpec;
  };
  status?: {
    succeeded?: number;
    failed?: number;
    active?: number;
    startTime?: string;
    completionTime?: string;
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

/** @source k8s 1.20 pkg/printers/internalversion/printers.go printJob */
export const job = definePrinter<Job>({
  group: 'batch',
  kind: 'Job',
  columns: [nameColumn, column('Completions'), column('Duration'), column('Age'), ...templateColumns],
  cells: (object, nowMs) => [
    object.metadata.name,
    completions(object),
    duration(object, nowMs),
    createdAge(object, nowMs),
    ...containerCells(object.spec.template?.spec),
    formatLabelSelector(object.spec.selector),
  ],
});
