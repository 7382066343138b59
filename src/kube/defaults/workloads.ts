/** Defaults of Deployment, ReplicaSet, DaemonSet, StatefulSet and ReplicationController. */
import type {
  DaemonSet,
  Deployment,
  KubeObject,
  PodTemplateSpec,
  ReplicaSet,
  ReplicationController,
  StatefulSet,
} from '../objects/index.ts';
import type { KubernetesVersion } from '../version.ts';
import { isAtLeast } from '../version.ts';
import { defineDefaults } from './defaulter.ts';
import { change, changeEach, fill, withField } from './fill.ts';
import { podTemplateDefaults } from './pod.ts';
import { claimDefaults } from './storage.ts';

const withTemplate = <T extends { template?: PodTemplateSpec }>(spec: T, version: KubernetesVersion): T =>
  change(spec, 'template', (template) => podTemplateDefaults(template, version));

/** The beta versions took labels and selector from the template. */
const fromTemplate = <T extends KubeObject & { spec: { selector?: unknown; template?: PodTemplateSpec } }>(
  object: T,
): T => {
  const labels = object.spec.template?.metadata?.labels;
  if (labels === undefined) return object;
  const labelled =
    object.metadata.labels === undefined
      ? withField(object, 'metadata', { ...object.metadata, labels })
      : object;
  return object.spec.selector === undefined
    ? withField(labelled, 'spec', { ...object.spec, selector: { matchLabels: labels } })
    : labelled;
};

interface DeploymentNumbers {
  progressDeadlineSeconds: number;
  revisionHistoryLimit: number;
  bound: number | string;
}

const deploymentDefaults = (
  object: Deployment,
  version: KubernetesVersion,
  numbers: DeploymentNumbers,
): Deployment =>
  change(object, 'spec', (given) => {
    const { progressDeadlineSeconds, revisionHistoryLimit, bound } = numbers;
    const spec = withTemplate(
      fill(given, { replicas: 1, revisionHistoryLimit, progressDeadlineSeconds }),
      version,
    );
    return change(spec, 'strategy', (strategy) => {
      const typed = fill(strategy, { type: 'RollingUpdate' });
      if (typed.type !== 'RollingUpdate') return typed;
      const rollingUpdate = fill(typed.rollingUpdate ?? {}, { maxUnavailable: bound, maxSurge: bound });
      return withField(typed, 'rollingUpdate', rollingUpdate);
    });
  });

/** @source k8s 1.20 pkg/apis/apps/v1/defaults.go SetDefaults_Deployment */
export const deployment = defineDefaults<Deployment>(['apps/v1/Deployment'], (object, version) =>
  deploymentDefaults(object, version, {
    progressDeadlineSeconds: 600,
    revisionHistoryLimit: 10,
    bound: '25%',
  }),
);

/** @source k8s 1.20 pkg/apis/apps/v1beta1/defaults.go, v1beta2/defaults.go SetDefaults_Deployment */
export const betaDeployment = defineDefaults<Deployment>(
  ['apps/v1beta1/Deployment', 'apps/v1beta2/Deployment'],
  (object, version) => {
    const isFirst = object.apiVersion === 'apps/v1beta1';
    const revisionHistoryLimit = isFirst ? 2 : 10;
    const numbers = { progressDeadlineSeconds: 600, revisionHistoryLimit, bound: '25%' };
    return deploymentDefaults(isFirst ? fromTemplate(object) : object, version, numbers);
  },
);

/** @source k8s 1.20 pkg/apis/extensions/v1beta1/defaults.go SetDefaults_Deployment */
export const extensionsDeployment = defineDefaults<Deployment>(
  ['extensions/v1beta1/Deployment'],
  (object, version) => {
    const forever = 2 ** 31 - 1;
    const numbers = { progressDeadlineSeconds: forever, revisionHistoryLimit: forever, bound: 1 };
    return deploymentDefaults(fromTemplate(object), version, numbers);
  },
);

/** @source k8s 1.20 pkg/apis/apps/v1/defaults.go SetDefaults_ReplicaSet */
export const replicaSet = defineDefaults<ReplicaSet>(
  ['apps/v1/ReplicaSet', 'apps/v1beta2/ReplicaSet', 'extensions/v1beta1/ReplicaSet'],
  (object, version) =>
    change(object.apiVersion === 'extensions/v1beta1' ? fromTemplate(object) : object, 'spec', (spec) =>
      withTemplate(fill(spec, { replicas: 1 }), version),
    ),
);

/** @source k8s 1.20 pkg/apis/apps/v1/defaults.go SetDefaults_DaemonSet */
export const daemonSet = defineDefaults<DaemonSet>(
  ['apps/v1/DaemonSet', 'apps/v1beta2/DaemonSet', 'extensions/v1beta1/DaemonSet'],
  (object, version) => {
    const isExtensions = object.apiVersion === 'extensions/v1beta1';
    return change(isExtensions ? fromTemplate(object) : object, 'spec', (given) => {
      const spec = withTemplate(fill(given, { revisionHistoryLimit: 10 }), version);
      return change(spec, 'updateStrategy', (strategy) => {
        const typed = fill(strategy, { type: isExtensions ? 'OnDelete' : 'RollingUpdate' });
        if (typed.type !== 'RollingUpdate') return typed;
        const given = typed.rollingUpdate ?? {};
        const bounds = isAtLeast(version, 21) ? { maxUnavailable: 1, maxSurge: 0 } : { maxUnavailable: 1 };
        return withField(typed, 'rollingUpdate', fill(given, bounds));
      });
    });
  },
);

/** @source k8s 1.20 pkg/apis/apps/v1/defaults.go SetDefaults_StatefulSet */
export const statefulSet = defineDefaults<StatefulSet>(
  ['apps/v1/StatefulSet', 'apps/v1beta1/StatefulSet', 'apps/v1beta2/StatefulSet'],
  (object, version) => {
    const isFirst = object.apiVersion === 'apps/v1beta1';
    return change(isFirst ? fromTemplate(object) : object, 'spec', (given) => {
      const numbers = { podManagementPolicy: 'OrderedReady', replicas: 1, revisionHistoryLimit: 10 };
      const spec = withTemplate(fill(given, numbers), version);
      const withClaims = change(spec, 'volumeClaimTemplates', (claims) => changeEach(claims, claimDefaults));
      const kept = isAtLeast(version, 27)
        ? withField(withClaims as RetainingSpec, 'persistentVolumeClaimRetentionPolicy', {
            whenDeleted: 'Retain',
            whenScaled: 'Retain',
            ...(withClaims as RetainingSpec).persistentVolumeClaimRetentionPolicy,
          })
        : withClaims;
      return change(kept as typeof withClaims, 'updateStrategy', (strategy) => {
        if (strategy.type === undefined && isFirst) return { ...strategy, type: 'OnDelete' };
        if (strategy.type === undefined)
          return {
            ...strategy,
            type: 'RollingUpdate',
            rollingUpdate: { partition: 0, ...strategy.rollingUpdate },
          };
        if (strategy.type !== 'RollingUpdate' || strategy.rollingUpdate === undefined) return strategy;
        return withField(strategy, 'rollingUpdate', fill(strategy.rollingUpdate, { partition: 0 }));
      });
    });
  },
);

interface RetainingSpec {
  persistentVolumeClaimRetentionPolicy?: { whenDeleted?: string; whenScaled?: string };
}

/** @source k8s 1.20 pkg/apis/core/v1/defaults.go SetDefaults_ReplicationController */
export const replicationController = defineDefaults<ReplicationController>(
  ['v1/ReplicationController'],
  (object, version) => {
    const labels = object.spec.template?.metadata?.labels;
    const labelled =
      labels !== undefined && object.metadata.labels === undefined
        ? withField(object, 'metadata', { ...object.metadata, labels })
        : object;
    return change(labelled, 'spec', (spec) => {
      const selected = labels === undefined ? spec : fill(spec, { selector: labels });
      return withTemplate(fill(selected, { replicas: 1 }), version);
    });
  },
);
