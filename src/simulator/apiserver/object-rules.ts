/** The rules of each kind that the verbs follow: defaults, what a create or update may set, what is valid. */
import {
  applyDefaults,
  type KubeObject,
  type KubernetesVersion,
  type StatusCause,
  type UnknownObject,
} from '../../kube/index.ts';
import type { Resource } from './resource-catalogue.ts';

const kindsWithGeneration = new Set([
  'Deployment',
  'ReplicaSet',
  'ReplicationController',
  'DaemonSet',
  'StatefulSet',
  'PodDisruptionBudget',
  'Ingress',
  'NetworkPolicy',
  'CronJob',
  'EndpointSlice',
  'PriorityClass',
  'CustomResourceDefinition',
]);

/** A stand-in until src/kube has the real ones. */
export const objectRules = {
  /** @throws ValueError when a value cannot be read */
  setDefaults: (object: KubeObject, version: KubernetesVersion): KubeObject =>
    applyDefaults(object as UnknownObject, version),

  prepareForCreate(resource: Resource, object: KubeObject): KubeObject {
    const { kind } = resource.definition;
    if (kind === 'Namespace') {
      return { ...object, spec: { finalizers: ['kubernetes'] }, status: { phase: 'Active' } } as KubeObject;
    }
    if (kind === 'Pod')
      return { ...object, status: { phase: 'Pending', qosClass: 'BestEffort' } } as KubeObject;
    if (!kindsWithGeneration.has(kind)) return object;
    return { ...object, metadata: { ...object.metadata, generation: 1 } };
  },

  prepareForUpdate(resource: Resource, object: KubeObject, old: KubeObject): KubeObject {
    const next: KubeObject & { status?: unknown; spec?: unknown } = { ...object };
    const before: KubeObject & { status?: unknown; spec?: unknown } = old;
    if (resource.subresources.has('status')) {
      if (before.status === undefined) delete next.status;
      else next.status = before.status;
    }
    return next;
  },

  validateCreate: (_resource: Resource, _object: KubeObject): StatusCause[] => [],
  validateUpdate: (_resource: Resource, _object: KubeObject, _old: KubeObject): StatusCause[] => [],

  countsGeneration: (resource: Resource): boolean => kindsWithGeneration.has(resource.definition.kind),
};
