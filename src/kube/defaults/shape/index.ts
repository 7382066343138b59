/** Objects as Go's structs read and write them: unknown fields gone, empty ones left out, zero structs filled in. */
import type { UnknownObject } from '../../objects/index.ts';
import type { KubernetesVersion } from '../../version.ts';
import { coreStructs } from './core-structs.ts';
import { podStructs } from './pod-structs.ts';
import { policyStructs } from './policy-structs.ts';
import { StructTable } from './struct.ts';
import { workloadStructs } from './workload-structs.ts';

const tables = new Map<number, StructTable>();

const tableOf = (version: KubernetesVersion): StructTable => {
  let table = tables.get(version.minor);
  if (table === undefined) {
    table = new StructTable([coreStructs, podStructs, workloadStructs, policyStructs], version);
    tables.set(version.minor, table);
  }
  return table;
};

/** Kinds whose struct differs by API version, or is known by another name; the rest are found by their kind. */
const structByType: Record<string, string> = {
  'autoscaling/v1/HorizontalPodAutoscaler': 'HorizontalPodAutoscalerV1',
  'autoscaling/v2beta1/HorizontalPodAutoscaler': 'HorizontalPodAutoscalerV2beta',
  'autoscaling/v2beta2/HorizontalPodAutoscaler': 'HorizontalPodAutoscalerV2beta',
  'autoscaling/v2/HorizontalPodAutoscaler': 'HorizontalPodAutoscalerV2',
  'networking.k8s.io/v1/Ingress': 'IngressV1',
  'networking.k8s.io/v1beta1/Ingress': 'IngressV1beta1',
  'extensions/v1beta1/Ingress': 'IngressV1beta1',
};

const shapedGroups = new Set([
  '',
  'apps',
  'extensions',
  'batch',
  'autoscaling',
  'policy',
  'networking.k8s.io',
  'rbac.authorization.k8s.io',
  'storage.k8s.io',
  'scheduling.k8s.io',
  'coordination.k8s.io',
]);

const groupOf = (apiVersion: string): string => {
  const slash = apiVersion.indexOf('/');
  return slash < 0 ? '' : apiVersion.slice(0, slash);
};

/**
 * What is left of an object after it was decoded into its Go struct and written again. Objects of kinds that are not known
 * field by field come back as they are.
 * @throws ValueError when a quantity in it is none
 * @deviates a metadata.creationTimestamp of null (upstream writes one into pod templates) is left out
 */
export const shapeObject = (object: UnknownObject, version: KubernetesVersion): UnknownObject => {
  const { apiVersion, kind } = object;
  const table = tableOf(version);
  const name = structByType[`${apiVersion}/${kind}`] ?? (shapedGroups.has(groupOf(apiVersion)) ? kind : '');
  return table.has(name) ? (table.shape(object, name) as UnknownObject) : object;
};
