/** Deployment, ReplicaSet, ReplicationController, DaemonSet and StatefulSet. */
import { withField, withoutField } from '../defaults/index.ts';
import { deepEqual } from '../json-value.ts';
import type { DaemonSet, Deployment, KubeObject, PodTemplateSpec, StatefulSet } from '../objects/index.ts';
import {
  countSpecChanges,
  hasSameSpec,
  withEmptyStatus,
  withGeneration,
  withNextGeneration,
  withStatusOf,
} from './parts.ts';
import { withTemplateAccount } from './service-account.ts';
import { defineStrategy } from './strategy.ts';
import type { PrepareForCreate, PrepareForUpdate } from './strategy.ts';

type WithTemplate = KubeObject & { spec: { template?: PodTemplateSpec } };

const begin: PrepareForCreate<WithTemplate> = (object, version) =>
  withGeneration(withEmptyStatus(withTemplateAccount(object), version), 1);

const count: PrepareForUpdate<WithTemplate> = (object, old) =>
  countSpecChanges(withStatusOf(withTemplateAccount(object), old), old);

/** Annotations count as changes here, labels do not. @source k8s 1.20 pkg/registry/apps/deployment/strategy.go */
export const deployment = defineStrategy<Deployment>({
  kinds: ['Deployment.apps', 'Deployment.extensions'],
  prepareForCreate: (object, version) => begin(object, version) as Deployment,
  prepareForUpdate: (object, old) => {
    const next = withStatusOf(withTemplateAccount(object), old);
    const isSame =
      hasSameSpec(next, old) && deepEqual(next.metadata.annotations ?? {}, old.metadata.annotations ?? {});
    return isSame ? next : withNextGeneration(next, old);
  },
  prepareForStatusUpdate: (object, old) => {
    const { labels } = old.metadata;
    const metadata =
      labels === undefined
        ? withoutField(object.metadata, 'labels')
        : withField(object.metadata, 'labels', labels);
    return withField(object, 'metadata', metadata);
  },
});

/** @source k8s 1.20 pkg/registry/apps/replicaset/strategy.go, pkg/registry/core/replicationcontroller/strategy.go */
export const replicas = defineStrategy<WithTemplate>({
  kinds: ['ReplicaSet.apps', 'ReplicaSet.extensions', 'ReplicationController'],
  prepareForCreate: begin,
  prepareForUpdate: count,
});

/** The claims of a stateful set say what they are. @source k8s 1.20 pkg/apis/apps/v1/conversion.go Convert_apps_StatefulSetSpec_To_v1_StatefulSetSpec */
const withTypedClaims = (object: StatefulSet): StatefulSet => {
  const claims = object.spec.volumeClaimTemplates;
  if (claims === undefined) return object;
  const typed = claims.map((claim) => ({ ...claim, apiVersion: 'v1', kind: 'PersistentVolumeClaim' }));
  return { ...object, spec: { ...object.spec, volumeClaimTemplates: typed } };
};

/** @source k8s 1.20 pkg/registry/apps/statefulset/strategy.go */
export const statefulSet = defineStrategy<StatefulSet>({
  kinds: ['StatefulSet.apps'],
  prepareForCreate: (object, version) => begin(withTypedClaims(object), version) as StatefulSet,
  prepareForUpdate: (object, old, version) => count(withTypedClaims(object), old, version) as StatefulSet,
});

const templateGeneration = 'deprecated.daemonset.template.generation';
const templateGenerationOf = ({ metadata }: DaemonSet): number =>
  Number(metadata.annotations?.[templateGeneration] ?? 0);
const withTemplateGeneration = (object: DaemonSet, generation: number): DaemonSet => ({
  ...object,
  metadata: {
    ...object.metadata,
    annotations: { ...object.metadata.annotations, [templateGeneration]: String(generation) },
  },
});

/** @source k8s 1.20 pkg/registry/apps/daemonset/strategy.go, pkg/apis/apps/v1/conversion.go */
export const daemonSet = defineStrategy<DaemonSet>({
  kinds: ['DaemonSet.apps', 'DaemonSet.extensions'],
  prepareForCreate: (object, version) =>
    withTemplateGeneration(begin(object, version) as DaemonSet, Math.max(templateGenerationOf(object), 1)),
  prepareForUpdate: (object, old) => {
    const next = withStatusOf(withTemplateAccount(object), old);
    const generation = templateGenerationOf(old);
    if (!deepEqual(next.spec.template, old.spec.template)) {
      return withNextGeneration(withTemplateGeneration(next, generation + 1), old);
    }
    return countSpecChanges(withTemplateGeneration(next, generation), old);
  },
});
