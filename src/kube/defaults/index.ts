/** The defaults that an API server fills in: a line per kind. */
import type { UnknownObject } from '../objects/index.ts';
import type { KubernetesVersion } from '../version.ts';
import { autoscalerV1, autoscalerV2, autoscalerV2beta1 } from './autoscaling.ts';
import { cronJob, job } from './batch.ts';
import { endpoints, limitRange, namespace, node, resourceQuota, secret, service } from './core.ts';
import { betaCustomResourceDefinition, customResourceDefinition } from './custom-resource-definition.ts';
import type { Defaulter } from './defaulter.ts';
import { markFinished } from './finished.ts';
import { pod, podTemplate } from './pod.ts';
import { betaIngress, networkPolicy, priorityClass, roleBinding } from './policy.ts';
import { goTypeOf, shapeMetadata, shapeObject } from './shape/index.ts';
import { persistentVolume, persistentVolumeClaim, storageClass } from './storage.ts';
import { webhookConfiguration } from './webhook.ts';
import {
  betaDeployment,
  daemonSet,
  deployment,
  extensionsDeployment,
  replicaSet,
  replicationController,
  statefulSet,
} from './workloads.ts';

export { canonicalQuantity } from './shape/canonical-quantity.ts';
export { writtenQuantity } from './shape/written-quantities.ts';
export { goTypeOf, shapeMetadata, shapeObject };
export { change, changeEach, fill, withField, withoutField } from './fill.ts';

const kinds = [
  pod,
  podTemplate,
  deployment,
  betaDeployment,
  extensionsDeployment,
  replicaSet,
  daemonSet,
  statefulSet,
  replicationController,
  job,
  cronJob,
  service,
  endpoints,
  namespace,
  node,
  secret,
  limitRange,
  resourceQuota,
  persistentVolume,
  persistentVolumeClaim,
  storageClass,
  autoscalerV1,
  autoscalerV2beta1,
  autoscalerV2,
  networkPolicy,
  betaIngress,
  roleBinding,
  priorityClass,
  webhookConfiguration,
  customResourceDefinition,
  betaCustomResourceDefinition,
];

const byKindAndVersion = new Map<string, Map<string, Defaulter<UnknownObject>>>();
for (const { types, defaults } of kinds) {
  for (const type of types) {
    const slash = type.lastIndexOf('/');
    const kind = type.slice(slash + 1);
    let versions = byKindAndVersion.get(kind);
    if (versions === undefined) byKindAndVersion.set(kind, (versions = new Map()));
    versions.set(type.slice(0, slash), defaults);
  }
}

/**
 * The object as an API server has it after decoding: in its Go struct's shape and with its defaults. A new object that shares
 * what did not change; the same one when nothing did. Objects of kinds without defaults (custom ones too) pass through.
 * @throws ValueError with the decoder's text when a value in it is of the wrong type
 * @source k8s 1.20 pkg/apis/<group>/<version>/defaults.go, zz_generated.defaults.go
 */
export const applyDefaults = (object: UnknownObject, version: KubernetesVersion): UnknownObject => {
  const shaped = shapeObject(object, version);
  const defaults = byKindAndVersion.get(shaped.kind)?.get(shaped.apiVersion);
  const result = defaults === undefined ? shaped : defaults(shaped, version);
  markFinished(result.spec, version);
  return result;
};
