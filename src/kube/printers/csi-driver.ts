/** CSI drivers as rows. */
import type { KubeObject } from '../objects/index.ts';
import { column, createdAge, definePrinter, nameColumn } from './printer.ts';

interface CsiDriver extends KubeObject {
  spec: { attachRequired?: boolean; podInfoOnMount?: boolean; volumeLifecycleModes?: string[] };
}

/** @source k8s 1.20 pkg/printers/internalversion/printers.go printCSIDriver */
export const csiDriver = definePrinter<CsiDriver>({
  group: 'storage.k8s.io',
  kind: 'CSIDriver',
  columns: [
    nameColumn,
    column('AttachRequired', 'boolean'),
    column('PodInfoOnMount', 'boolean'),
    column('Modes'),
    column('Age'),
  ],
  cells(object, nowMs) {
    const { attachRequired = true, podInfoOnMount = false, volumeLifecycleModes = [] } = object.spec;
    const modes = volumeLifecycleModes.length === 0 ? '<none>' : volumeLifecycleModes.join(',');
    return [object.metadata.name, attachRequired, podInfoOnMount, modes, createdAge(object, nowMs)];
  },
});
