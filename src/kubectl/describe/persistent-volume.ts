/** Describes persistent volumes and the claims on them. */
import { accessModes, ageOf, isAtLeast, quantityText, storageClassOf } from '../../kube/index.ts';
import type { KubeObject, PersistentVolume, PersistentVolumeClaim, Pod } from '../../kube/index.ts';
import type { DescribeWriter } from './describe-writer.ts';
import { defineDescriber } from './describer.ts';
import type { DescribeView } from './describer.ts';
import { eventLines } from './events.ts';
import { goList, metadataLines, nameLines } from './metadata-lines.ts';
import { sourceLines } from './volumes.ts';

const statusLine = (
  writer: DescribeWriter,
  object: KubeObject,
  phase: string | undefined,
  view: DescribeView,
): void => {
  const { deletionTimestamp } = object.metadata;
  writer.line(
    0,
    deletionTimestamp === undefined
      ? `Status:\t${phase ?? ''}`
      : `Status:\tTerminating (lasts ${ageOf(deletionTimestamp, view.nowMs)})`,
  );
};

interface NodeTerm {
  matchExpressions?: { key: string; operator: string; values?: string[] }[];
}

/** @source k8s 1.20 kubectl/pkg/describe/describe.go printVolumeNodeAffinity */
const affinityLines = (writer: DescribeWriter, { spec }: PersistentVolume): void => {
  const required = spec.nodeAffinity?.required;
  if (required === undefined) return writer.line(0, 'Node Affinity:\t<none>');
  writer.line(0, 'Node Affinity:\t');
  const terms = (required.nodeSelectorTerms ?? []) as NodeTerm[];
  if (terms.length === 0) return writer.line(1, 'Required Terms:\t<none>');
  writer.line(1, 'Required Terms:\t');
  for (const [index, { matchExpressions = [] }] of terms.entries()) {
    writer.write(`    Term ${index}:\t`);
    if (matchExpressions.length === 0) writer.write('<none>\n');
    for (const [position, { key, operator, values = [] }] of matchExpressions.entries()) {
      if (position > 0) writer.write('    \t');
      writer.write(
        `${key} ${operator.toLowerCase()}${values.length === 0 ? '' : ` [${values.join(', ')}]`}\n`,
      );
    }
  }
};

/** @source k8s 1.20 kubectl/pkg/describe/describe.go describePersistentVolume */
export const persistentVolume = defineDescriber<PersistentVolume>({
  group: '',
  kind: 'PersistentVolume',
  describe(object, writer, view) {
    const { metadata, spec, status } = object;
    const line = (text: string): void => writer.line(0, text);
    line(`Name:\t${metadata.name}`);
    metadataLines(writer, object);
    line(`Finalizers:\t${goList(metadata.finalizers)}`);
    line(`StorageClass:\t${storageClassOf(object)}`);
    statusLine(writer, object, status?.phase, view);
    line(
      `Claim:\t${spec.claimRef === undefined ? '' : `${spec.claimRef.namespace ?? ''}/${spec.claimRef.name ?? ''}`}`,
    );
    line(`Reclaim Policy:\t${spec.persistentVolumeReclaimPolicy ?? ''}`);
    line(`Access Modes:\t${accessModes(spec.accessModes)}`);
    if (spec.volumeMode !== undefined) line(`VolumeMode:\t${spec.volumeMode}`);
    line(`Capacity:\t${quantityText(spec.capacity?.storage)}`);
    affinityLines(writer, object);
    line(`Message:\t${status?.message ?? ''}`);
    line('Source:');
    sourceLines(writer, spec);
    eventLines(writer, view);
  },
});

/** @source k8s 1.20 kubectl/pkg/describe/describe.go describePersistentVolumeClaim */
export const persistentVolumeClaim = defineDescriber<PersistentVolumeClaim>({
  group: '',
  kind: 'PersistentVolumeClaim',
  needs: ({ metadata }) => [{ resource: 'pods', namespace: metadata.namespace ?? 'default' }],
  describe(object, writer, view) {
    const { metadata, spec, status } = object;
    const line = (text: string): void => writer.line(0, text);
    const isBound = (spec.volumeName ?? '') !== '';
    nameLines(writer, object);
    line(`StorageClass:\t${storageClassOf(object)}`);
    statusLine(writer, object, status?.phase, view);
    line(`Volume:\t${spec.volumeName ?? ''}`);
    metadataLines(writer, object);
    line(`Finalizers:\t${goList(metadata.finalizers)}`);
    line(`Capacity:\t${isBound ? quantityText(status?.capacity?.storage) : ''}`);
    line(`Access Modes:\t${isBound ? accessModes(status?.accessModes) : ''}`);
    if (spec.volumeMode !== undefined) line(`VolumeMode:\t${spec.volumeMode}`);
    if (spec.dataSource !== undefined) {
      line('DataSource:');
      if (spec.dataSource.apiGroup !== undefined) writer.line(1, `APIGroup:\t${spec.dataSource.apiGroup}`);
      writer.line(1, `Kind:\t${spec.dataSource.kind ?? ''}`);
      writer.line(1, `Name:\t${spec.dataSource.name ?? ''}`);
    }
    const users = view
      .list<Pod>('pods')
      .filter((pod) =>
        pod.spec.volumes?.some(({ persistentVolumeClaim: claim }) => claim?.claimName === metadata.name),
      )
      .map((pod) => pod.metadata.name);
    line(
      `${isAtLeast(view.version, 20) ? 'Used By' : 'Mounted By'}:\t${users.length === 0 ? '<none>' : users.join('\n\t')}`,
    );
    if ((status?.conditions ?? []).length > 0) {
      line('Conditions:\n  Type\tStatus\tLastProbeTime\tLastTransitionTime\tReason\tMessage');
      writer.line(1, '----\t------\t-----------------\t------------------\t------\t-------');
      for (const {
        type,
        status: value,
        lastProbeTime,
        lastTransitionTime,
        reason = '',
        message = '',
      } of status!.conditions!) {
        writer.line(
          1,
          `${type} \t${value} \t${writer.date(lastProbeTime)} \t${writer.date(lastTransitionTime)} \t${reason} \t${message}`,
        );
      }
    }
    eventLines(writer, view);
  },
});
