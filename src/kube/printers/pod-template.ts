/** Pod templates as rows. */
import { formatLabels } from '../output/index.ts';
import type { KubeObject, PodTemplateSpec } from '../objects/index.ts';
import { containerCells } from './pod-template-cells.ts';
import { column, definePrinter, nameColumn } from './printer.ts';

/** @source k8s 1.20 pkg/printers/internalversion/printers.go printPodTemplate */
export const podTemplate = definePrinter<KubeObject & { template?: PodTemplateSpec }>({
  group: '',
  kind: 'PodTemplate',
  columns: [nameColumn, column('Containers'), column('Images'), column('Pod Labels')],
  cells: ({ metadata, template }) => [
    metadata.name,
    ...containerCells(template?.spec),
    formatLabels(template?.metadata?.labels),
  ],
});
