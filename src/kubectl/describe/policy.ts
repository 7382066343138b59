/** Describes disruption budgets, priority classes and ingress classes. */
import { formatLabels, formatLabelSelector } from '../../kube/index.ts';
import type { IngressClass, PodDisruptionBudget, UnknownObject } from '../../kube/index.ts';
import { defineDescriber } from './describer.ts';
import { eventLines } from './events.ts';
import { metadataLines, nameLines } from './metadata-lines.ts';

/** @source k8s 1.20 kubectl/pkg/describe/describe.go describePodDisruptionBudget */
export const podDisruptionBudget = defineDescriber<PodDisruptionBudget>({
  group: 'policy',
  kind: 'PodDisruptionBudget',
  describe(object, writer, view) {
    const { spec, status } = object;
    nameLines(writer, object);
    if (spec.minAvailable !== undefined) writer.line(0, `Min available:\t${spec.minAvailable}`);
    else if (spec.maxUnavailable !== undefined) writer.line(0, `Max unavailable:\t${spec.maxUnavailable}`);
    writer.line(
      0,
      `Selector:\t${spec.selector === undefined ? '<unset>' : formatLabelSelector(spec.selector)}`,
    );
    writer.line(0, 'Status:');
    writer.line(2, `Allowed disruptions:\t${status?.disruptionsAllowed ?? 0}`);
    writer.line(2, `Current:\t${status?.currentHealthy ?? 0}`);
    writer.line(2, `Desired:\t${status?.desiredHealthy ?? 0}`);
    writer.line(2, `Total:\t${status?.expectedPods ?? 0}`);
    eventLines(writer, view);
  },
});

/** @source k8s 1.20 kubectl/pkg/describe/describe.go describePriorityClass */
export const priorityClass = defineDescriber<UnknownObject>({
  group: 'scheduling.k8s.io',
  kind: 'PriorityClass',
  describe(object, writer, view) {
    nameLines(writer, object, false);
    writer.line(0, `Value:\t${(object.value as number | undefined) ?? 0}`);
    writer.line(0, `GlobalDefault:\t${object.globalDefault === true}`);
    writer.line(0, `Description:\t${(object.description as string | undefined) ?? ''}`);
    writer.line(0, `Annotations:\t${formatLabels(object.metadata.annotations)}`);
    eventLines(writer, view);
  },
});

/** @source k8s 1.20 kubectl/pkg/describe/describe.go describeIngressClassV1 */
export const ingressClass = defineDescriber<IngressClass>({
  group: 'networking.k8s.io',
  kind: 'IngressClass',
  describe(object, writer, view) {
    nameLines(writer, object, false);
    metadataLines(writer, object);
    writer.line(0, `Controller:\t${object.spec.controller ?? ''}`);
    const { parameters } = object.spec;
    if (parameters !== undefined) {
      writer.line(0, 'Parameters:');
      if (parameters.apiGroup !== undefined) writer.line(1, `APIGroup:\t${parameters.apiGroup}`);
      writer.line(1, `Kind:\t${parameters.kind}`);
      writer.line(1, `Name:\t${parameters.name}`);
    }
    eventLines(writer, view);
  },
});
