/** Describes replica sets and replication controllers. */
import { formatLabels, formatLabelSelector } from '../../kube/index.ts';
import type { ReplicaSet, ReplicationController } from '../../kube/index.ts';
import { conditionLines } from './condition-lines.ts';
import type { DescribeWriter } from './describe-writer.ts';
import { defineDescriber } from './describer.ts';
import type { DescribeView } from './describer.ts';
import { eventLines } from './events.ts';
import { controllerLine, metadataLines, nameLines } from './metadata-lines.ts';
import { ownPods, podStatusLine, podTemplateLines } from './pod-template.ts';

const replicaLines = (
  object: ReplicaSet | ReplicationController,
  writer: DescribeWriter,
  view: DescribeView,
): void => {
  writer.line(0, `Replicas:\t${object.status?.replicas ?? 0} current / ${object.spec.replicas ?? 0} desired`);
  podStatusLine(writer, object, view);
  podTemplateLines(writer, object.spec.template, view);
  conditionLines(writer, object.status?.conditions);
  eventLines(writer, view);
};

/** @source k8s 1.20 kubectl/pkg/describe/describe.go describeReplicaSet */
export const replicaSet = defineDescriber<ReplicaSet>({
  group: 'apps',
  kind: 'ReplicaSet',
  needs: ownPods,
  describe(object, writer, view) {
    nameLines(writer, object);
    writer.line(0, `Selector:\t${formatLabelSelector(object.spec.selector)}`);
    metadataLines(writer, object);
    controllerLine(writer, object);
    replicaLines(object, writer, view);
  },
});

/** @source k8s 1.20 kubectl/pkg/describe/describe.go describeReplicationController */
export const replicationController = defineDescriber<ReplicationController>({
  group: '',
  kind: 'ReplicationController',
  needs: ownPods,
  describe(object, writer, view) {
    nameLines(writer, object);
    writer.line(0, `Selector:\t${formatLabels(object.spec.selector)}`);
    metadataLines(writer, object);
    replicaLines(object, writer, view);
  },
});
