/** Describes storage classes and CSI nodes. */
import { formatLabels, isDefaultClass } from '../../kube/index.ts';
import type { KubeObject, StorageClass } from '../../kube/index.ts';
import { defineDescriber } from './describer.ts';
import { eventLines } from './events.ts';
import { createdLine, metadataLines, nameLines, yesNo } from './metadata-lines.ts';

/** @source k8s 1.20 kubectl/pkg/describe/describe.go describeStorageClass */
export const storageClass = defineDescriber<StorageClass>({
  group: 'storage.k8s.io',
  kind: 'StorageClass',
  describe(object, writer, view) {
    const line = (text: string): void => writer.line(0, text);
    nameLines(writer, object, false);
    line(`IsDefaultClass:\t${isDefaultClass(object) ? 'Yes' : 'No'}`);
    line(`Annotations:\t${formatLabels(object.metadata.annotations)}`);
    line(`Provisioner:\t${object.provisioner}`);
    line(`Parameters:\t${formatLabels(object.parameters)}`);
    line(
      `AllowVolumeExpansion:\t${object.allowVolumeExpansion === undefined ? '<unset>' : yesNo(object.allowVolumeExpansion)}`,
    );
    if ((object.mountOptions ?? []).length === 0) line('MountOptions:\t<none>');
    else {
      line('MountOptions:');
      for (const option of object.mountOptions!) writer.line(1, option);
    }
    if (object.reclaimPolicy !== undefined) line(`ReclaimPolicy:\t${object.reclaimPolicy}`);
    if (object.volumeBindingMode !== undefined) line(`VolumeBindingMode:\t${object.volumeBindingMode}`);
    if (object.allowedTopologies !== undefined) {
      line(`AllowedTopologies:\t${object.allowedTopologies.length === 0 ? '<none>' : ''}`);
      for (const [index, { matchLabelExpressions = [] }] of object.allowedTopologies.entries()) {
        const texts = matchLabelExpressions.map(({ key, values = [] }) => `${key} in [${values.join(', ')}]`);
        writer.line(1, `Term ${index}:\t${texts.length === 0 ? '<none>' : texts.join('\n\t')}`);
      }
    }
    eventLines(writer, view);
  },
});

interface CsiNode extends KubeObject {
  spec: {
    drivers?: { name: string; nodeID: string; allocatable?: { count?: number }; topologyKeys?: string[] }[];
  };
}

/** @source k8s 1.20 kubectl/pkg/describe/describe.go describeCSINode */
export const csiNode = defineDescriber<CsiNode>({
  group: 'storage.k8s.io',
  kind: 'CSINode',
  describe(object, writer, view) {
    nameLines(writer, object, false);
    metadataLines(writer, object);
    createdLine(writer, object);
    writer.line(0, 'Spec:');
    if (object.spec.drivers !== undefined) writer.line(1, 'Drivers:');
    for (const { name, nodeID, allocatable, topologyKeys } of object.spec.drivers ?? []) {
      writer.line(2, `${name}:`);
      writer.line(3, `Node ID:\t${nodeID}`);
      if (allocatable?.count !== undefined)
        writer.line(3, `Allocatables:\n        Count:\t${allocatable.count}`);
      if (topologyKeys !== undefined) writer.line(3, `Topology Keys:\t[${topologyKeys.join(' ')}]`);
    }
    eventLines(writer, view);
  },
});
