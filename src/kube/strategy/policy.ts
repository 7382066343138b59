/** HorizontalPodAutoscaler, PodDisruptionBudget, Ingress, NetworkPolicy, PriorityClass, EndpointSlice. */
import { deepEqual } from '../json-value.ts';
import type { HorizontalPodAutoscaler, KubeObject } from '../objects/index.ts';
import {
  countSpecChanges,
  withEmptyStatus,
  withGeneration,
  withNextGeneration,
  withStatusOf,
} from './parts.ts';
import { defineStrategy } from './strategy.ts';

const metricsAnnotation = 'autoscaling.alpha.kubernetes.io/metrics';

/** Without any metric, v1 means 80 % of the CPU asked for. @source k8s 1.20 pkg/apis/autoscaling/v1/conversion.go */
const withCpuTarget = (object: HorizontalPodAutoscaler): HorizontalPodAutoscaler =>
  object.apiVersion !== 'autoscaling/v1' ||
  object.spec.targetCPUUtilizationPercentage !== undefined ||
  object.metadata.annotations?.[metricsAnnotation] !== undefined
    ? object
    : { ...object, spec: { ...object.spec, targetCPUUtilizationPercentage: 80 } };

/** @source k8s 1.20 pkg/registry/autoscaling/horizontalpodautoscaler/strategy.go */
export const autoscaler = defineStrategy<HorizontalPodAutoscaler>({
  kinds: ['HorizontalPodAutoscaler.autoscaling'],
  prepareForCreate: (object, version) => withEmptyStatus(withCpuTarget(object), version),
  prepareForUpdate: (object, old) => withStatusOf(withCpuTarget(object), old),
});

/** Kinds with status and a generation. @source k8s 1.20 pkg/registry/policy/poddisruptionbudget/strategy.go, networking/ingress/strategy.go */
export const budgetAndIngress = defineStrategy<KubeObject>({
  kinds: ['PodDisruptionBudget.policy', 'Ingress.networking.k8s.io', 'Ingress.extensions'],
  prepareForCreate: (object, version) => withGeneration(withEmptyStatus(object, version), 1),
  prepareForUpdate: (object, old) => countSpecChanges(withStatusOf(object, old), old),
});

/** @source k8s 1.20 pkg/registry/networking/networkpolicy/strategy.go, ingressclass/strategy.go */
export const networkPolicy = defineStrategy<KubeObject>({
  kinds: ['NetworkPolicy.networking.k8s.io', 'NetworkPolicy.extensions', 'IngressClass.networking.k8s.io'],
  prepareForCreate: (object) => withGeneration(object, 1),
  prepareForUpdate: countSpecChanges,
});

/** Its generation never changes. @source k8s 1.20 pkg/registry/scheduling/priorityclass/strategy.go */
export const priorityClass = defineStrategy<KubeObject>({
  kinds: ['PriorityClass.scheduling.k8s.io'],
  prepareForCreate: (object) => withGeneration(object, 1),
});

const contentOf = ({ apiVersion: _version, kind: _kind, metadata, ...rest }: KubeObject): object => ({
  ...rest,
  labels: metadata.labels ?? {},
  annotations: metadata.annotations ?? {},
});

/** @source k8s 1.20 pkg/registry/discovery/endpointslice/strategy.go */
export const endpointSlice = defineStrategy<KubeObject>({
  kinds: ['EndpointSlice.discovery.k8s.io'],
  prepareForCreate: (object) => withGeneration(object, 1),
  prepareForUpdate: (object, old) =>
    deepEqual(contentOf(object), contentOf(old)) ? object : withNextGeneration(object, old),
});
