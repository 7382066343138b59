/** The new replica set of a deployment: found and kept in step with it, or created. */
import { podTemplateHash } from '../../../kube/index.ts';
import type { LabelSelector, ReplicaSet, Status } from '../../../kube/index.ts';
import { controllerOf, controllerRefTo } from '../controller-ref.ts';
import { attempt, fail, send } from '../pass.ts';
import type { Pass } from '../pass.ts';
import { newReplicaSetSize } from './new-replica-set-size.ts';
import { byCreation } from './replica-set-order.ts';
import { sizeOf, totalSize } from './replica-counts.ts';
import { maxRevisionOf, newReplicaSetAnnotations, revisionAnnotation } from './revision-annotations.ts';
import { hasProgressDeadline, progressOf, setProgress, writeDeploymentStatus } from './rollout.ts';
import type { Generations, Rollout } from './rollout.ts';
import { recordScaling, scalingMessage } from './scale-replica-set.ts';
import { findNewReplicaSet, isSameTemplate, podTemplateHashLabel } from './template-match.ts';

/**
 * Tells the new replica set from the old ones, and sets revisions: the new one's is above all others, and the deployment
 * carries the same. `create` says whether a new one is created when there is none.
 * @source k8s 1.20 pkg/controller/deployment/sync.go getAllReplicaSetsAndSyncRevision
 */
export function* syncRevision(rollout: Rollout, create: boolean): Pass<Generations> {
  const existing = findNewReplicaSet(rollout.deployment, rollout.replicaSets);
  const old = rollout.replicaSets.filter((replicaSet) => replicaSet !== existing).sort(byCreation);
  const revision = maxRevisionOf(old) + 1;
  if (existing !== undefined) return { current: yield* keepInStep(rollout, existing, revision), old };
  return { current: create ? yield* createReplicaSet(rollout, old, revision) : undefined, old };
}

/** Sets the deployment's revision annotation in this pass; answers whether it changed. */
const setRevision = (rollout: Rollout, revision: string): boolean => {
  const { deployment } = rollout;
  const { annotations } = deployment.metadata;
  if (annotations?.[revisionAnnotation] === revision) return false;
  const metadata = {
    ...deployment.metadata,
    annotations: { ...annotations, [revisionAnnotation]: revision },
  };
  rollout.deployment = { ...deployment, metadata };
  return true;
};

function* keepInStep(rollout: Rollout, existing: ReplicaSet, revision: number): Pass<ReplicaSet> {
  const { deployment } = rollout;
  const { metadata, spec } = existing;
  const annotations = newReplicaSetAnnotations(deployment, metadata.annotations, revision, true);
  const minReadySeconds = deployment.spec.minReadySeconds ?? 0;
  if (annotations !== metadata.annotations || (spec.minReadySeconds ?? 0) !== minReadySeconds) {
    const object = {
      ...existing,
      metadata: { ...metadata, ...(annotations === undefined ? {} : { annotations }) },
      spec: { ...spec, minReadySeconds },
    };
    return yield* send<ReplicaSet>({ do: 'update', resource: 'replicasets.apps', object });
  }
  let isChanged = setRevision(rollout, metadata.annotations?.[revisionAnnotation] ?? '');
  if (hasProgressDeadline(deployment) && progressOf(deployment) === undefined) {
    setProgress(rollout, 'True', 'FoundNewReplicaSet', `Found new replica set "${metadata.name}"`);
    isChanged = true;
  }
  if (isChanged) yield* writeDeploymentStatus(rollout, rollout.deployment.status);
  return existing;
}

const withHash = (selector: LabelSelector, hash: string): LabelSelector => ({
  ...selector,
  matchLabels: { ...selector.matchLabels, [podTemplateHashLabel]: hash },
});

const planReplicaSet = (rollout: Rollout, old: readonly ReplicaSet[], revision: number): ReplicaSet => {
  const { deployment, version } = rollout;
  const { template, selector, minReadySeconds } = deployment.spec;
  const hash = podTemplateHash(template, deployment.status?.collisionCount, version);
  const labels = { ...template.metadata?.labels, [podTemplateHashLabel]: hash };
  const annotations = newReplicaSetAnnotations(deployment, undefined, revision, false);
  const { name, namespace } = deployment.metadata;
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: {
      name: `${name}-${hash}`,
      ...(namespace === undefined ? {} : { namespace }),
      labels,
      ...(annotations === undefined ? {} : { annotations }),
      ownerReferences: [controllerRefTo(deployment)],
    },
    spec: {
      replicas: newReplicaSetSize(deployment, totalSize(old), 0),
      ...(minReadySeconds === undefined || minReadySeconds === 0 ? {} : { minReadySeconds }),
      selector: withHash(selector, hash),
      template: { ...template, metadata: { ...template.metadata, labels } },
    },
  };
};

function* createReplicaSet(rollout: Rollout, old: readonly ReplicaSet[], revision: number): Pass<ReplicaSet> {
  const planned = planReplicaSet(rollout, old, revision);
  const { name } = planned.metadata;
  const answer = yield* attempt<ReplicaSet>({ do: 'create', resource: 'replicasets.apps', object: planned });
  if (answer.ok) {
    const size = sizeOf(planned);
    if (size > 0)
      yield* recordScaling(rollout.deployment, scalingMessage(rollout.version, name, undefined, size));
  }
  const created = answer.ok ? answer.value : yield* judgeRefusal(rollout, planned, answer.status);
  let isChanged = setRevision(rollout, String(revision));
  if (answer.ok && hasProgressDeadline(rollout.deployment)) {
    setProgress(rollout, 'True', 'NewReplicaSetCreated', `Created new replica set "${name}"`);
    isChanged = true;
  }
  if (isChanged) yield* writeDeploymentStatus(rollout, rollout.deployment.status);
  return created;
}

/** After a refused creation: it was the deployment's own all along, or the hash collides, or it cannot be created. */
function* judgeRefusal(rollout: Rollout, planned: ReplicaSet, status: Status): Pass<ReplicaSet> {
  const { deployment } = rollout;
  const { name } = planned.metadata;
  const message = status.message ?? '';
  if (status.reason === 'AlreadyExists') {
    const found = rollout.findReplicaSet(name);
    if (found === undefined) return yield* fail(`replicaset.apps "${name}" not found`);
    const isOwn = controllerOf(found)?.uid === deployment.metadata.uid;
    if (isOwn && found.spec.template && isSameTemplate(deployment.spec.template, found.spec.template))
      return found;
    const collisionCount = (deployment.status?.collisionCount ?? 0) + 1;
    yield* writeDeploymentStatus(rollout, { ...deployment.status, collisionCount });
    return yield* fail(message);
  }
  if (status.details?.causes?.some(({ reason }) => reason === 'NamespaceTerminating'))
    return yield* fail(message);
  const text = `Failed to create new replica set "${name}": ${message}`;
  if (hasProgressDeadline(deployment)) {
    setProgress(rollout, 'False', 'ReplicaSetCreateError', text);
    yield* attempt({
      do: 'update',
      resource: 'deployments.apps',
      object: rollout.deployment,
      subresource: 'status',
    });
  }
  yield { do: 'event', about: deployment, type: 'Warning', reason: 'ReplicaSetCreateError', message: text };
  return yield* fail(message);
}
