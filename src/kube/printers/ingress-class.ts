/** Ingress classes as rows. */
import type { KubeObject } from '../objects/index.ts';
import { column, createdAge, definePrinter, nameColumn } from './printer.ts';

export interface IngressClass extends KubeObject {
  spec: { controller?: string; parameters?: { apiGroup?: string; kind: string; name: string } };
}

/** @source k8s 1.20 pkg/printers/internalversion/printers.go printIngressClass */
export const ingressClass = definePrinter<IngressClass>({
  group: 'networking.k8s.io',
  kind: 'IngressClass',
  columns: [nameColumn, column('Controller'), column('Parameters'), column('Age')],
  cells(object, nowMs) {
    const { controller = '', parameters } = object.spec;
    const group = parameters?.apiGroup === undefined ? '' : `.${parameters.apiGroup}`;
    const shown = parameters === undefined ? '<none>' : `${parameters.kind}${group}/${parameters.name}`;
    return [object.metadata.name, controller, shown, createdAge(object, nowMs)];
  },
});
