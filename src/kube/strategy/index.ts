/** What an API server makes of an object before it validates and stores it: a strategy per kind, a line each. */
import { applyDefaults, withField, withoutField } from '../defaults/index.ts';
import type { ObjectMeta, UnknownObject } from '../objects/index.ts';
import type { Answer } from '../status.ts';
import {
  invalidObject,
  validateCommonMeta,
  validateCommonMetaUpdate,
  validateCreate,
  validateStatusUpdate,
  validateTraffic,
  validateUpdate,
} from '../validation/index.ts';
import type { FieldError } from '../validation/index.ts';
import type { KubernetesVersion } from '../version.ts';
import { cronJob, job } from './batch.ts';
import { customResourceDefinition } from './custom-resource-definition.ts';
import { namespace, node, plainWithStatus, secret } from './core.ts';
import { withGeneration } from './parts.ts';
import { pod } from './pod.ts';
import { podQosClass } from './pod-qos.ts';
import type { QosClass } from './pod-qos.ts';
import { autoscaler, budgetAndIngress, endpointSlice, networkPolicy, priorityClass } from './policy.ts';
import { service } from './service.ts';
import type { Strategy } from './strategy.ts';
import { daemonSet, deployment, replicas, statefulSet } from './workloads.ts';

export { podQosClass };
export type { QosClass, Strategy };

const strategies: readonly Strategy[] = [
  pod,
  deployment,
  replicas,
  daemonSet,
  statefulSet,
  job,
  cronJob,
  service,
  namespace,
  node,
  secret,
  plainWithStatus,
  autoscaler,
  budgetAndIngress,
  networkPolicy,
  priorityClass,
  endpointSlice,
  customResourceDefinition,
];

const byKind = new Map<string, Strategy>();
for (const strategy of strategies) for (const kind of strategy.kinds) byKind.set(kind, strategy);

const plain: Strategy = { kinds: [] };

/** The strategy of an object's kind; kinds that have none of their own are stored as they are sent. */
export const strategyOf = ({ apiVersion, kind }: Pick<UnknownObject, 'apiVersion' | 'kind'>): Strategy => {
  const slash = apiVersion.indexOf('/');
  return byKind.get(slash < 0 ? kind : `${kind}.${apiVersion.slice(0, slash)}`) ?? plain;
};

/** A defaulted object as its kind's strategy lets a client create it. */
export const prepareForCreate = (object: UnknownObject, version: KubernetesVersion): UnknownObject =>
  strategyOf(object).prepareForCreate?.(object, version) ?? object;

/** A defaulted object as its kind's strategy lets a client change `old`; generation is the old one, or counted. */
export const prepareForUpdate = (
  object: UnknownObject,
  old: UnknownObject,
  version: KubernetesVersion,
): UnknownObject => {
  const kept = withGeneration(object, old.metadata.generation);
  return strategyOf(object).prepareForUpdate?.(kept, old, version) ?? kept;
};

/** An object of which only status and metadata come from the request. */
export const prepareForStatusUpdate = (
  object: UnknownObject,
  old: UnknownObject,
  version: KubernetesVersion,
): UnknownObject => {
  const { status } = object;
  const next: UnknownObject = {
    ...old,
    metadata: object.metadata,
    ...(status === undefined ? {} : { status }),
  };
  const kept = withGeneration(
    status === undefined ? withoutField(next, 'status') : next,
    old.metadata.generation,
  );
  return strategyOf(object).prepareForStatusUpdate?.(kept, old, version) ?? kept;
};

/** What the strategies need to know beside the object. */
export interface StrategyContext {
  version: KubernetesVersion;
  namespaced: boolean;
}

/**
 * A defaulted object whose name, namespace, uid and creationTimestamp are set, as it is stored; or the 422 of what is wrong.
 * @source k8s 1.20 apiserver/pkg/registry/rest/create.go BeforeCreate
 */
export const strategyCreate = (
  object: UnknownObject,
  { version, namespaced }: StrategyContext,
): Answer<UnknownObject> => {
  const prepared = prepareForCreate(withScope(object, namespaced), version);
  const own = validateCreate(prepared, version);
  const errors = own.length > 0 ? own : validateCommonMeta(prepared, namespaced, version);
  return answer(prepared, errors, version);
};

const answer = (
  object: UnknownObject,
  errors: readonly FieldError[],
  version: KubernetesVersion,
): Answer<UnknownObject> =>
  errors.length > 0
    ? { ok: false, status: invalidObject(object, errors, version) }
    : { ok: true, value: object };

/** strategyCreate and what the registries of some kinds add to it: the object as a client gets it back. This is the one to call. */
export const beforeCreate = (object: UnknownObject, context: StrategyContext): Answer<UnknownObject> => {
  const { version } = context;
  const prepared = strategyCreate(object, context);
  if (!prepared.ok) return prepared;
  const { kind } = object;
  // What is read from the store is defaulted again: a status that was emptied gets its phase.
  const isRedefaulted = kind === 'PersistentVolume' || kind === 'PersistentVolumeClaim';
  const stored = isRedefaulted ? applyDefaults(prepared.value, version) : prepared.value;
  return answer(stored, validateTraffic(stored), version);
};

/** Objects of the cluster have no namespace. */
const withScope = (object: UnknownObject, namespaced: boolean): UnknownObject =>
  namespaced || object.metadata.namespace === undefined
    ? object
    : withField(object, 'metadata', withoutField(object.metadata, 'namespace'));

/** Metadata that no update changes, as BeforeUpdate restores it. */
const restoreMetadata = (object: UnknownObject, old: ObjectMeta): UnknownObject => {
  let { metadata } = object;
  if ((metadata.uid ?? '') === '' && old.uid !== undefined) metadata = withField(metadata, 'uid', old.uid);
  for (const field of ['creationTimestamp', 'deletionTimestamp'] as const) {
    if (old[field] !== undefined) metadata = withField(metadata, field, old[field]);
  }
  const grace = old.deletionGracePeriodSeconds;
  if (grace !== undefined && metadata.deletionGracePeriodSeconds === undefined) {
    metadata = withField(metadata, 'deletionGracePeriodSeconds', grace);
  }
  return withField(object, 'metadata', metadata);
};

/**
 * A defaulted object as it replaces `old`, or the 422 of what is wrong. Set metadata.resourceVersion to the stored one first
 * when the request left it out and its kind allows that.
 * @source k8s 1.20 apiserver/pkg/registry/rest/update.go BeforeUpdate
 */
export const strategyUpdate = (
  object: UnknownObject,
  old: UnknownObject,
  { version, namespaced }: StrategyContext,
): Answer<UnknownObject> => {
  const prepared = restoreMetadata(
    prepareForUpdate(withScope(object, namespaced), old, version),
    old.metadata,
  );
  const errors = [
    ...validateCommonMetaUpdate(prepared, old, namespaced, version),
    ...validateUpdate(prepared, old, version),
  ];
  return answer(prepared, errors, version);
};

/** strategyUpdate and what the registries of some kinds add to it. This is the one to call. */
export const beforeUpdate = (
  object: UnknownObject,
  old: UnknownObject,
  context: StrategyContext,
): Answer<UnknownObject> => {
  const prepared = strategyUpdate(object, old, context);
  return prepared.ok ? answer(prepared.value, validateTraffic(prepared.value), context.version) : prepared;
};

/** As beforeUpdate, for the status subresource: the spec is the old one. */
export const beforeStatusUpdate = (
  object: UnknownObject,
  old: UnknownObject,
  { version, namespaced }: StrategyContext,
): Answer<UnknownObject> => {
  const prepared = restoreMetadata(
    prepareForStatusUpdate(withScope(object, namespaced), old, version),
    old.metadata,
  );
  const errors = [
    ...validateCommonMetaUpdate(prepared, old, namespaced, version),
    ...validateStatusUpdate(prepared, old, version),
  ];
  return answer(prepared, errors, version);
};
