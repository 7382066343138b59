/** Component statuses as rows. */
import type { KubeObject } from '../objects/index.ts';
import { column, definePrinter, nameColumn } from './printer.ts';

export interface ComponentStatus extends KubeObject {
  conditions?: { type: string; status: string; message?: string; error?: string }[];
}

/** @source k8s 1.20 pkg/printers/internalversion/printers.go printComponentStatus */
export const componentStatus = definePrinter<ComponentStatus>({
  group: '',
  kind: 'ComponentStatus',
  columns: [nameColumn, column('Status'), column('Message'), column('Error')],
  cells({ metadata, conditions = [] }) {
    const healthy = conditions.find(({ type }) => type === 'Healthy');
    if (healthy === undefined) return [metadata.name, 'Unknown', '', ''];
    const word = healthy.status === 'True' ? 'Healthy' : 'Unhealthy';
    return [metadata.name, word, healthy.message ?? '', healthy.error ?? ''];
  },
});
