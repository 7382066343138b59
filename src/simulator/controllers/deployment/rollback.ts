/** The old in-server rollback: an annotation names a revision, whose template is then copied back. kubectl undo does not use it. */
import type { PodTemplateSpec, ReplicaSet } from '../../../kube/index.ts';
import type { Pass } from '../pass.ts';
import { withoutKey } from '../without-key.ts';
import { syncRevision } from './new-replica-set.ts';
import { revisionOf, rollbackToAnnotation } from './revision-annotations.ts';
import { allOf, writeDeployment } from './rollout.ts';
import type { Rollout } from './rollout.ts';
import { isSameTemplate, podTemplateHashLabel } from './template-match.ts';

/** The revision asked for; 0 is the one before; undefined when no rollback is asked for. */
export const rollbackRevision = ({ deployment }: Rollout): number | undefined => {
  const text = deployment.metadata.annotations?.[rollbackToAnnotation];
  return text !== undefined && /^[+-]?\d+$/.test(text) ? Number(text) : undefined;
};

/** The highest revision but one. @source k8s 1.20 pkg/controller/deployment/util/deployment_util.go LastRevision */
const lastRevision = (replicaSets: readonly ReplicaSet[]): number =>
  replicaSets.map(revisionOf).sort((a, b) => b - a)[1] ?? 0;

const templateOf = ({ spec }: ReplicaSet): PodTemplateSpec | undefined => {
  if (spec.template === undefined) return undefined;
  const labels = withoutKey(spec.template.metadata?.labels, podTemplateHashLabel);
  return { ...spec.template, metadata: { ...spec.template.metadata, labels } };
};

/** @source k8s 1.20 pkg/controller/deployment/rollback.go rollback */
export function* rollBack(rollout: Rollout, asked: number): Pass {
  const all = allOf(yield* syncRevision(rollout, true)).filter((replicaSet) => replicaSet !== undefined);
  const revision = asked === 0 ? lastRevision(all) : asked;
  const target = revision === 0 ? undefined : all.find((replicaSet) => revisionOf(replicaSet) === revision);
  const template = target === undefined ? undefined : templateOf(target);
  const { deployment } = rollout;
  const event = (type: 'Normal' | 'Warning', reason: string, message: string) =>
    ({ do: 'event', about: deployment, type, reason, message }) as const;
  const annotations = withoutKey(deployment.metadata.annotations, rollbackToAnnotation);
  let changed = { ...deployment, metadata: { ...deployment.metadata, annotations } };
  if (template === undefined) {
    const message =
      revision === 0 ? 'Unable to find last revision.' : 'Unable to find the revision to rollback to.';
    yield event('Warning', 'DeploymentRollbackRevisionNotFound', message);
  } else if (isSameTemplate(deployment.spec.template, template)) {
    const message = `The rollback revision contains the same template as current deployment "${deployment.metadata.name}"`;
    yield event('Warning', 'DeploymentRollbackTemplateUnchanged', message);
  } else {
    changed = { ...changed, spec: { ...changed.spec, template } };
    const message = `Rolled back deployment "${deployment.metadata.name}" to revision ${revision}`;
    yield event('Normal', 'DeploymentRollback', message);
  }
  rollout.deployment = changed;
  yield* writeDeployment(rollout);
  return undefined;
}
