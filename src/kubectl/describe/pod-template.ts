/** The pod template of a workload, and the phases of the pods it made. */
import { isAtLeast } from '../../kube/index.ts';
import type { KubeObject, Pod, PodTemplateSpec } from '../../kube/index.ts';
import { containerLines } from './containers.ts';
import type { DescribeWriter } from './describe-writer.ts';
import type { DescribeView, Need } from './describer.ts';
import { annotationLines, labelLines, tolerationLines } from './metadata-lines.ts';
import { volumeLines } from './volumes.ts';

/** @source k8s 1.20 kubectl/pkg/describe/describe.go DescribePodTemplate */
export const podTemplateLines = (
  writer: DescribeWriter,
  template: PodTemplateSpec | undefined,
  view: DescribeView,
): void => {
  writer.line(0, 'Pod Template:');
  if (template === undefined) return writer.write('  <unset>');
  const { metadata, spec = { containers: [] } } = template as Partial<PodTemplateSpec>;
  labelLines(writer, '  Labels', metadata?.labels);
  if (Object.keys(metadata?.annotations ?? {}).length > 0)
    annotationLines(writer, '  Annotations', metadata?.annotations);
  if ((spec.serviceAccountName ?? '') !== '')
    writer.line(0, `  Service Account:\t${spec.serviceAccountName!}`);
  if ((spec.initContainers ?? []).length > 0) {
    containerLines(writer, 'Init Containers', spec.initContainers!, { space: '  ' });
  }
  containerLines(writer, 'Containers', spec.containers ?? [], { space: '  ' });
  volumeLines(writer, spec.volumes, '  ');
  if ((spec.priorityClassName ?? '') !== '')
    writer.line(0, `  Priority Class Name:\t${spec.priorityClassName!}`);
  if (isAtLeast(view.version, 30)) {
    labelLines(writer, '  Node-Selectors', spec.nodeSelector);
    tolerationLines(writer, '  Tolerations', spec.tolerations, view.version);
  }
};

/** Needs all pods of the namespace; podStatusLine picks the controller's own. */
export const ownPods = ({ metadata }: KubeObject): Need[] => [
  { resource: 'pods', namespace: metadata.namespace ?? 'default' },
];

/** @source k8s 1.20 kubectl/pkg/describe/describe.go getPodStatusForController */
export const podStatusLine = (writer: DescribeWriter, owner: KubeObject, view: DescribeView): void => {
  const own = view
    .list<Pod>('pods')
    .filter(({ metadata }) =>
      metadata.ownerReferences?.some(
        ({ uid, controller }) => controller === true && uid === owner.metadata.uid,
      ),
    );
  const count = (phase: string): number => own.filter(({ status }) => status?.phase === phase).length;
  writer.line(
    0,
    `Pods Status:\t${count('Running')} Running / ${count('Pending')} Waiting / ${count('Succeeded')} Succeeded / ${count('Failed')} Failed`,
  );
};
