/** Resource quotas as rows. */
import type { KubeObject, ResourceList } from '../objects/index.ts';
import { column, createdAge, definePrinter, nameColumn } from './printer.ts';
import { quantityText } from './quantity-text.ts';

export interface ResourceQuota extends KubeObject {
  spec?: { hard?: ResourceList; scopes?: string[] };
  status?: { hard?: ResourceList; used?: ResourceList };
}

/** @source k8s 1.20 pkg/printers/internalversion/printers.go printResourceQuota */
export const resourceQuota = definePrinter<ResourceQuota>({
  group: '',
  kind: 'ResourceQuota',
  columns: [nameColumn, column('Age'), column('Request'), column('Limit')],
  cells(object, nowMs) {
    const { hard = {}, used = {} } = object.status ?? {};
    const [requests, limits]: [string[], string[]] = [[], []];
    for (const name of Object.keys(hard).sort()) {
      const text = `${name}: ${quantityText(used[name])}/${quantityText(hard[name])}`;
      (name.startsWith('limits.') ? limits : requests).push(text);
    }
    return [object.metadata.name, createdAge(object, nowMs), requests.join(', '), limits.join(', ')];
  },
});
