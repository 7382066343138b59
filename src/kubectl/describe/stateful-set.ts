/** Describes a stateful set. */
import { labelMatcher, quantityText, storageClassOf } from '../../kube/index.ts';
import type { PersistentVolumeClaim, StatefulSet } from '../../kube/index.ts';
import type { DescribeWriter } from './describe-writer.ts';
import { defineDescriber } from './describer.ts';
import { eventLines } from './events.ts';
import { createdLine, goList, labelLines, metadataLines, nameLines } from './metadata-lines.ts';
import { ownPods, podStatusLine, podTemplateLines } from './pod-template.ts';

/** @source k8s 1.20 kubectl/pkg/describe/describe.go describeVolumeClaimTemplates */
const claimLines = (writer: DescribeWriter, claims: readonly PersistentVolumeClaim[]): void => {
  if (claims.length === 0) return writer.line(0, 'Volume Claims:\t<none>');
  writer.line(0, 'Volume Claims:');
  for (const claim of claims) {
    const storage = claim.spec.resources?.requests?.storage;
    writer.line(1, `Name:\t${claim.metadata.name}`);
    writer.line(1, `StorageClass:\t${storageClassOf(claim)}`);
    labelLines(writer, 'Labels', claim.metadata.labels, '  ');
    labelLines(writer, 'Annotations', claim.metadata.annotations, '  ');
    writer.line(1, `Capacity:\t${storage === undefined ? '<default>' : quantityText(storage)}`);
    writer.line(1, `Access Modes:\t${goList(claim.spec.accessModes)}`);
  }
};

/** @source k8s 1.20 kubectl/pkg/describe/describe.go describeStatefulSet */
export const statefulSet = defineDescriber<StatefulSet>({
  group: 'apps',
  kind: 'StatefulSet',
  needs: ownPods,
  describe(object, writer, view) {
    const { spec, status } = object;
    nameLines(writer, object);
    createdLine(writer, object);
    writer.line(0, `Selector:\t${labelMatcher(spec.selector).text}`);
    metadataLines(writer, object);
    writer.line(0, `Replicas:\t${spec.replicas ?? 0} desired | ${status?.replicas ?? 0} total`);
    writer.line(0, `Update Strategy:\t${spec.updateStrategy?.type ?? ''}`);
    const partition = spec.updateStrategy?.rollingUpdate?.partition;
    if (partition !== undefined) writer.line(0, `  Partition:\t${partition}`);
    podStatusLine(writer, object, view);
    podTemplateLines(writer, spec.template, view);
    claimLines(writer, (spec.volumeClaimTemplates ?? []) as PersistentVolumeClaim[]);
    eventLines(writer, view);
  },
});
