/** Defaults of HorizontalPodAutoscaler, in every version of its API. */
import type { KubeObject } from '../objects/index.ts';
import { defineDefaults } from './defaulter.ts';
import { change, fill, withoutField } from './fill.ts';

interface ScalingRules {
  stabilizationWindowSeconds?: number;
  selectPolicy?: string;
  policies?: { type: string; value: number; periodSeconds: number }[] | null;
}
type Autoscaler = KubeObject & {
  spec: {
    minReplicas?: number;
    metrics?: unknown[] | null;
    behavior?: { scaleUp?: ScalingRules; scaleDown?: ScalingRules };
  };
};

const scaleUpRules: ScalingRules = {
  stabilizationWindowSeconds: 0,
  selectPolicy: 'Max',
  policies: [
    { type: 'Pods', value: 4, periodSeconds: 15 },
    { type: 'Percent', value: 100, periodSeconds: 15 },
  ],
};
const scaleDownRules: ScalingRules = {
  selectPolicy: 'Max',
  policies: [{ type: 'Percent', value: 100, periodSeconds: 15 }],
};

/** @source k8s 1.20 pkg/apis/autoscaling/v1/defaults.go SetDefaults_HorizontalPodAutoscaler */
export const autoscalerV1 = defineDefaults<Autoscaler>(['autoscaling/v1/HorizontalPodAutoscaler'], (object) =>
  change(object, 'spec', (spec) => fill(spec, { minReplicas: 1 })),
);

/** @source k8s 1.20 pkg/apis/autoscaling/v2beta1/defaults.go SetDefaults_HorizontalPodAutoscaler */
export const autoscalerV2beta1 = defineDefaults<Autoscaler>(
  ['autoscaling/v2beta1/HorizontalPodAutoscaler'],
  (object) =>
    change(object, 'spec', (spec) => {
      const metrics = [{ type: 'Resource', resource: { name: 'cpu', targetAverageUtilization: 80 } }];
      return fill(withoutEmptyMetrics(spec), { minReplicas: 1, metrics });
    }),
);

/** @source k8s 1.20 pkg/apis/autoscaling/v2beta2/defaults.go SetDefaults_HorizontalPodAutoscaler, GenerateHPAScaleUpRules */
export const autoscalerV2 = defineDefaults<Autoscaler>(
  ['autoscaling/v2beta2/HorizontalPodAutoscaler', 'autoscaling/v2/HorizontalPodAutoscaler'],
  (object) =>
    change(object, 'spec', (given) => {
      const target = { type: 'Utilization', averageUtilization: 80 };
      const metrics = [{ type: 'Resource', resource: { name: 'cpu', target } }];
      const spec = fill(withoutEmptyMetrics(given), { minReplicas: 1, metrics });
      return change(spec, 'behavior', ({ scaleUp, scaleDown }) => ({
        scaleUp: { ...scaleUpRules, ...scaleUp },
        scaleDown: { ...scaleDownRules, ...scaleDown },
      }));
    }),
);

const withoutEmptyMetrics = (spec: Autoscaler['spec']): Autoscaler['spec'] =>
  spec.metrics?.length === 0 ? withoutField(spec, 'metrics') : spec;
