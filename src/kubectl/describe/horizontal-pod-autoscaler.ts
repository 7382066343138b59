/** Describes a horizontal pod autoscaler. */
import { currentMetrics, metricSpecs } from '../../kube/index.ts';
import type { AutoscalerMetric, Condition, HorizontalPodAutoscaler } from '../../kube/index.ts';
import type { DescribeWriter } from './describe-writer.ts';
import { defineDescriber } from './describer.ts';
import { eventLines } from './events.ts';
import { annotationLines, createdLine, labelLines, nameLines } from './metadata-lines.ts';

interface ScalingRules {
  stabilizationWindowSeconds?: number;
  selectPolicy?: string;
  policies?: { type: string; value: number; periodSeconds: number }[];
}

type AnyVersion = HorizontalPodAutoscaler & {
  spec: { behavior?: { scaleUp?: ScalingRules; scaleDown?: ScalingRules } };
  status?: { conditions?: Condition[] };
};

/** What autoscaling/v1 keeps in annotations, and the later versions show as fields. */
const hidden = 'autoscaling.alpha.kubernetes.io/';

const fromAnnotation = (object: AnyVersion, name: string): unknown => {
  const text = object.metadata.annotations?.[hidden + name];
  return text === undefined ? undefined : (JSON.parse(text) as unknown);
};

/** @source k8s 1.20 kubectl/pkg/describe/describe.go describeHorizontalPodAutoscalerV2beta2 */
const metricLine = (
  writer: DescribeWriter,
  { type, name, container, objectName, value }: AutoscalerMetric,
  current: AutoscalerMetric | undefined,
): void => {
  const measured = current?.type === type ? current.value : {};
  const average = `${measured.averageValue ?? '<unknown>'} / ${value.averageValue ?? '<nil>'}`;
  const total = `${measured.value ?? '<unknown>'} / ${value.value ?? '<nil>'}`;
  const quoted = JSON.stringify(name);
  const isAverage = value.averageValue !== undefined;
  if (type === 'External') {
    writer.line(
      1,
      isAverage ? `${quoted} (target average value):\t${average}` : `${quoted} (target value):\t${total}`,
    );
  } else if (type === 'Pods') writer.line(1, `${quoted} on pods:\t${average}`);
  else if (type === 'Object') {
    const kind = isAverage ? 'average value' : 'value';
    writer.line(1, `${quoted} on ${objectName ?? ''} (target ${kind}):\t${isAverage ? average : total}`);
  } else if (type === 'Resource' || type === 'ContainerResource') {
    const where = container === undefined ? '' : ` of container ${JSON.stringify(container)}`;
    const start = `resource ${name}${where} on pods`;
    if (isAverage) return writer.line(1, `${start}:\t${average}`);
    const now =
      measured.averageUtilization === undefined
        ? '<unknown>'
        : `${measured.averageUtilization}% (${measured.averageValue ?? '<nil>'})`;
    const target = value.averageUtilization === undefined ? '<auto>' : `${value.averageUtilization}%`;
    writer.line(1, `${start}  (as a percentage of request):\t${now} / ${target}`);
  } else writer.line(1, `<unknown metric type ${JSON.stringify(type)}>`);
};

const ruleLines = (writer: DescribeWriter, title: string, rules: ScalingRules | undefined): void => {
  if (rules === undefined) return;
  writer.line(1, `${title}:`);
  if (rules.stabilizationWindowSeconds !== undefined) {
    writer.line(2, `Stabilization Window: ${rules.stabilizationWindowSeconds} seconds`);
  }
  const policies = rules.policies ?? [];
  if (policies.length === 0) return;
  writer.line(2, `Select Policy: ${rules.selectPolicy ?? 'Max'}`);
  writer.line(2, 'Policies:');
  for (const { type, value, periodSeconds } of policies) {
    writer.line(3, `- Type: ${type}\tValue: ${value}\tPeriod: ${periodSeconds} seconds`);
  }
};

export const horizontalPodAutoscaler = defineDescriber<AnyVersion>({
  group: 'autoscaling',
  kind: 'HorizontalPodAutoscaler',
  describe(object, writer, view) {
    const { metadata, spec, status } = object;
    nameLines(writer, object);
    labelLines(writer, 'Labels', metadata.labels);
    const annotations = Object.entries(metadata.annotations ?? {}).filter(([key]) => !key.startsWith(hidden));
    annotationLines(writer, 'Annotations', Object.fromEntries(annotations));
    createdLine(writer, object);
    writer.line(0, `Reference:\t${spec.scaleTargetRef.kind}/${spec.scaleTargetRef.name}`);
    writer.line(0, 'Metrics:\t( current / target )');
    const current = currentMetrics(object);
    for (const [index, metric] of metricSpecs(object).entries()) metricLine(writer, metric, current[index]);
    writer.line(0, `Min replicas:\t${spec.minReplicas ?? '<unset>'}`);
    writer.line(0, `Max replicas:\t${spec.maxReplicas}`);
    const behavior = spec.behavior ?? (fromAnnotation(object, 'behavior') as typeof spec.behavior);
    if (behavior !== undefined) {
      writer.line(0, 'Behavior:');
      ruleLines(writer, 'Scale Up', behavior.scaleUp);
      ruleLines(writer, 'Scale Down', behavior.scaleDown);
    }
    writer.line(
      0,
      `${spec.scaleTargetRef.kind} pods:\t${status?.currentReplicas ?? 0} current / ${status?.desiredReplicas ?? 0} desired`,
    );
    const conditions =
      status?.conditions ?? (fromAnnotation(object, 'conditions') as Condition[] | undefined) ?? [];
    if (conditions.length > 0) {
      writer.line(0, 'Conditions:');
      writer.line(1, 'Type\tStatus\tReason\tMessage');
      writer.line(1, '----\t------\t------\t-------');
      for (const { type, status: value, reason = '', message = '' } of conditions) {
        writer.line(1, `${type}\t${value}\t${reason}\t${message}`);
      }
    }
    eventLines(writer, view);
  },
});
