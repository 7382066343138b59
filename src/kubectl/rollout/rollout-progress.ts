/** What `kubectl rollout status` says of a deployment, daemon set or stateful set. */
import type { KubeObject } from '../../kube/index.ts';
import { KubectlError } from '../kubectl-error.ts';
import { revisionOf } from './revisions.ts';

export interface RolloutProgress {
  message: string;
  isDone: boolean;
}

interface Workload extends KubeObject {
  spec: {
    replicas?: number;
    updateStrategy?: { type?: string; rollingUpdate?: { partition?: number } };
  };
  status?: Partial<Record<string, number>> & {
    conditions?: { type: string; reason?: string }[];
    currentRevision?: string;
    updateRevision?: string;
  };
}

const quoted = JSON.stringify;

const waiting = (message: string): RolloutProgress => ({ message: `${message}\n`, isDone: false });
const done = (message: string): RolloutProgress => ({ message: `${message}\n`, isDone: true });

const deploymentProgress = ({ metadata, spec, status = {} }: Workload, revision: number): RolloutProgress => {
  const { name, generation = 0 } = metadata;
  if (revision > 0) {
    const running = revisionOf(metadata);
    if (running === undefined)
      throw new KubectlError(
        `cannot get the revision of deployment ${quoted(name)}: strconv.ParseInt: parsing "": invalid syntax`,
      );
    if (revision !== running)
      throw new KubectlError(
        `desired revision (${revision}) is different from the running revision (${running})`,
      );
  }
  if (generation > (status.observedGeneration ?? 0))
    return waiting('Waiting for deployment spec update to be observed...');
  const progressing = status.conditions?.find(({ type }) => type === 'Progressing');
  if (progressing?.reason === 'ProgressDeadlineExceeded')
    throw new KubectlError(`deployment ${quoted(name)} exceeded its progress deadline`);
  const { replicas = 0, updatedReplicas = 0, availableReplicas = 0 } = status;
  const rollout = `Waiting for deployment ${quoted(name)} rollout to finish:`;
  if (spec.replicas !== undefined && updatedReplicas < spec.replicas)
    return waiting(`${rollout} ${updatedReplicas} out of ${spec.replicas} new replicas have been updated...`);
  if (replicas > updatedReplicas)
    return waiting(`${rollout} ${replicas - updatedReplicas} old replicas are pending termination...`);
  if (availableReplicas < updatedReplicas)
    return waiting(`${rollout} ${availableReplicas} of ${updatedReplicas} updated replicas are available...`);
  return done(`deployment ${quoted(name)} successfully rolled out`);
};

const onlyRolling = ({ spec }: Workload): void => {
  if (spec.updateStrategy?.type !== 'RollingUpdate')
    throw new KubectlError('rollout status is only available for RollingUpdate strategy type');
};

const daemonSetProgress = (daemonSet: Workload): RolloutProgress => {
  onlyRolling(daemonSet);
  const { metadata, status = {} } = daemonSet;
  const { name, generation = 0 } = metadata;
  if (generation > (status.observedGeneration ?? 0))
    return waiting('Waiting for daemon set spec update to be observed...');
  const { desiredNumberScheduled = 0, updatedNumberScheduled = 0, numberAvailable = 0 } = status;
  const rollout = `Waiting for daemon set ${quoted(name)} rollout to finish:`;
  if (updatedNumberScheduled < desiredNumberScheduled)
    return waiting(
      `${rollout} ${updatedNumberScheduled} out of ${desiredNumberScheduled} new pods have been updated...`,
    );
  if (numberAvailable < desiredNumberScheduled)
    return waiting(
      `${rollout} ${numberAvailable} of ${desiredNumberScheduled} updated pods are available...`,
    );
  return done(`daemon set ${quoted(name)} successfully rolled out`);
};

const statefulSetProgress = (statefulSet: Workload): RolloutProgress => {
  onlyRolling(statefulSet);
  const { metadata, spec, status = {} } = statefulSet;
  const { observedGeneration = 0, readyReplicas = 0, updatedReplicas = 0, currentReplicas = 0 } = status;
  const { currentRevision = '', updateRevision = '' } = status;
  if (observedGeneration === 0 || (metadata.generation ?? 0) > observedGeneration)
    return waiting('Waiting for statefulset spec update to be observed...');
  const { replicas, updateStrategy } = spec;
  if (replicas !== undefined && readyReplicas < replicas)
    return waiting(`Waiting for ${replicas - readyReplicas} pods to be ready...`);
  const rollingUpdate = updateStrategy?.rollingUpdate;
  if (rollingUpdate !== undefined) {
    const wanted = (replicas ?? 0) - (rollingUpdate.partition ?? 0);
    if (replicas !== undefined && rollingUpdate.partition !== undefined && updatedReplicas < wanted) {
      return waiting(
        `Waiting for partitioned roll out to finish: ${updatedReplicas} out of ${wanted} new pods have been updated...`,
      );
    }
    return done(`partitioned roll out complete: ${updatedReplicas} new pods have been updated...`);
  }
  if (updateRevision !== currentRevision) {
    return waiting(
      `waiting for statefulset rolling update to complete ${updatedReplicas} pods at revision ${updateRevision}...`,
    );
  }
  return done(
    `statefulset rolling update complete ${currentReplicas} pods at revision ${currentRevision}...`,
  );
};

/**
 * Where the rollout of `object` stands; `revision` 0 asks for none in particular.
 * @throws KubectlError when it cannot be told, has failed, or the kind has no rollouts
 * @source k8s 1.20 kubectl/pkg/polymorphichelpers/rollout_status.go
 */
export const rolloutProgress = (object: KubeObject, revision: number): RolloutProgress => {
  const workload = object as Workload;
  const group = object.apiVersion.includes('/') ? object.apiVersion.split('/')[0]! : '';
  const isWorkload = group === 'apps' || group === 'extensions';
  if (isWorkload && object.kind === 'Deployment') return deploymentProgress(workload, revision);
  if (isWorkload && object.kind === 'DaemonSet') return daemonSetProgress(workload);
  if (isWorkload && object.kind === 'StatefulSet') return statefulSetProgress(workload);
  throw new KubectlError(
    `no status viewer has been implemented for ${object.kind}${group === '' ? '' : `.${group}`}`,
  );
};
