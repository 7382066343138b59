/** Controller revisions as rows. */
import type { ControllerRevision } from '../objects/index.ts';
import { column, createdAge, definePrinter, nameColumn } from './printer.ts';

/** @source k8s 1.20 pkg/printers/internalversion/printers.go printControllerRevision */
export const controllerRevision = definePrinter<ControllerRevision>({
  group: 'apps',
  kind: 'ControllerRevision',
  columns: [nameColumn, column('Controller'), column('Revision'), column('Age')],
  cells(object, nowMs) {
    const owner = object.metadata.ownerReferences?.find((reference) => reference.controller === true);
    const group = owner?.apiVersion.includes('/') === true ? `.${owner.apiVersion.split('/')[0]!}` : '';
    const controller = owner === undefined ? '<none>' : `${owner.kind.toLowerCase()}${group}/${owner.name}`;
    return [object.metadata.name, controller, object.revision, createdAge(object, nowMs)];
  },
});
