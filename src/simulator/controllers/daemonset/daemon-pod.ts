/** A daemon set's pod: made for one node, and known by it. */
import type { Affinity, DaemonSet, Pod } from '../../../kube/index.ts';
import { revisionHashLabel } from '../controller-revisions.ts';
import { podFromTemplate } from '../pod-template.ts';
import { daemonTolerations } from './placement.ts';

const generationLabel = 'pod-template-generation';
const generationAnnotation = 'deprecated.daemonset.template.generation';
const nodeNameField = 'metadata.name';

const templateGenerationOf = ({ metadata }: DaemonSet): string | undefined => {
  const text = metadata.annotations?.[generationAnnotation];
  return text !== undefined && /^-?\d+$/.test(text) ? text : undefined;
};

/** @source k8s 1.20 pkg/controller/daemon/util/daemonset_util.go ReplaceDaemonSetPodNodeNameNodeAffinity */
const boundTo = (affinity: Affinity | undefined, nodeName: string): Affinity => ({
  ...affinity,
  nodeAffinity: {
    ...affinity?.nodeAffinity,
    requiredDuringSchedulingIgnoredDuringExecution: {
      nodeSelectorTerms: [{ matchFields: [{ key: nodeNameField, operator: 'In', values: [nodeName] }] }],
    },
  },
});

/** Makes pods of the present template, one for each node. @source k8s 1.20 pkg/controller/daemon/util/daemonset_util.go CreatePodTemplate */
export const daemonPodMaker = (daemonSet: DaemonSet, hash: string): ((nodeName: string) => Pod) => {
  const { template } = daemonSet.spec;
  const generation = templateGenerationOf(daemonSet);
  const labels = {
    ...template.metadata?.labels,
    ...(generation === undefined ? {} : { [generationLabel]: generation }),
    [revisionHashLabel]: hash,
  };
  const spec = { ...template.spec, tolerations: daemonTolerations(template.spec) };
  const pod = podFromTemplate({ metadata: { ...template.metadata, labels }, spec }, daemonSet);
  return (nodeName) => ({ ...pod, spec: { ...spec, affinity: boundTo(spec.affinity, nodeName) } });
};

/** The node a pod runs on or is made for. @source k8s 1.20 pkg/controller/daemon/util/daemonset_util.go GetTargetNodeName */
export const targetNodeOf = (pod: Pod): string | undefined => {
  if ((pod.spec.nodeName ?? '') !== '') return pod.spec.nodeName;
  const terms =
    pod.spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? [];
  for (const { matchFields = [] } of terms)
    for (const { key, operator, values = [] } of matchFields)
      if (key === nodeNameField && operator === 'In' && values.length === 1) return values[0];
  return undefined;
};

/** @source k8s 1.20 pkg/controller/daemon/util/daemonset_util.go IsPodUpdated */
export const isPodUpdated = (daemonSet: DaemonSet, pod: Pod, hash: string): boolean => {
  const generation = templateGenerationOf(daemonSet);
  const labels = pod.metadata.labels ?? {};
  return (
    labels[revisionHashLabel] === hash || (generation !== undefined && labels[generationLabel] === generation)
  );
};

const compareTexts = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Scheduled before not scheduled, then the oldest first. @source k8s 1.20 pkg/controller/daemon/daemon_controller.go podByCreationTimestampAndPhase */
export const byScheduledAndAge = (a: Pod, b: Pod): number =>
  Number((a.spec.nodeName ?? '') === '') - Number((b.spec.nodeName ?? '') === '') ||
  compareTexts(a.metadata.creationTimestamp ?? '', b.metadata.creationTimestamp ?? '') ||
  compareTexts(a.metadata.name, b.metadata.name);
