/** Horizontal pod autoscalers as rows. */
import type { HorizontalPodAutoscaler } from '../objects/index.ts';
import { isAtLeast } from '../version.ts';
import { currentMetrics, describeMetric, metricSpecs } from './autoscaler-metrics.ts';
import { column, createdAge, definePrinter, firstFew, nameColumn } from './printer.ts';

/** @source k8s 1.20 pkg/printers/internalversion/printers.go printHorizontalPodAutoscaler, formatHPAMetrics */
export const horizontalPodAutoscaler = definePrinter<HorizontalPodAutoscaler>({
  group: 'autoscaling',
  kind: 'HorizontalPodAutoscaler',
  columns: [
    nameColumn,
    column('Reference'),
    column('Targets'),
    column('MinPods'),
    column('MaxPods'),
    column('Replicas'),
    column('Age'),
  ],
  cells(object, nowMs, version) {
    const { spec, status } = object;
    const current = currentMetrics(object);
    const isNamed = version !== undefined && isAtLeast(version, 30);
    const texts = metricSpecs(object).map((metric, index) => describeMetric(metric, current[index], isNamed));
    return [
      object.metadata.name,
      `${spec.scaleTargetRef.kind}/${spec.scaleTargetRef.name}`,
      texts.length === 0 ? '<none>' : firstFew(texts, 2, ', '),
      spec.minReplicas === undefined ? '<unset>' : String(spec.minReplicas),
      spec.maxReplicas,
      status?.currentReplicas ?? 0,
      createdAge(object, nowMs),
    ];
  },
});
