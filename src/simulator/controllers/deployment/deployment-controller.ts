/** The deployment controller: keeps a deployment's replica sets, and by them its pods, on the way to its template. */
import { labelMatcher } from '../../../kube/index.ts';
import type { KubeObject, ReplicaSet } from '../../../kube/index.ts';
import { defineController } from '../../controller.ts';
import type { View } from '../../controller.ts';
import { claim, controllerOf } from '../controller-ref.ts';
import { keyOf, splitKey } from '../object-key.ts';
import { startPass } from '../pass.ts';
import type { Pass } from '../pass.ts';
import { ownersToWake, resolveController } from '../watched-owners.ts';
import type { OwnedBy } from '../watched-owners.ts';
import type { Rollout } from './rollout.ts';
import { refuseSelectingAll, selectsAll, syncDeployment } from './sync.ts';

const deployments: OwnedBy = {
  kind: 'Deployment',
  find: (view, namespace, name) => view.get('deployments.apps', namespace, name),
  adopters: (view, orphan) =>
    view
      .list('deployments.apps', orphan.metadata.namespace)
      .filter(
        ({ spec }) => !isEmpty(spec.selector) && labelMatcher(spec.selector).matches(orphan.metadata.labels),
      ),
};

const isEmpty = (selector: object): boolean => Object.keys(selector).length === 0;

/** A deployment that recreates waits for the last old pod to go. @source k8s 1.20 pkg/controller/deployment/deployment_controller.go deletePod */
const recreatingOwnerOf = (pod: KubeObject, view: View): readonly string[] => {
  const reference = controllerOf(pod);
  if (reference?.kind !== 'ReplicaSet') return [];
  const replicaSet = view.get('replicasets.apps', pod.metadata.namespace, reference.name);
  if (replicaSet === undefined || replicaSet.metadata.uid !== reference.uid) return [];
  const owner = resolveController(deployments, view, replicaSet);
  if (owner === undefined) return [];
  const deployment = view.get('deployments.apps', owner.metadata.namespace, owner.metadata.name);
  if (deployment?.spec.strategy?.type !== 'Recreate') return [];
  const hasPods = view
    .ownedBy('replicasets.apps', owner.metadata.uid ?? '')
    .some(({ metadata }) => view.ownedBy('pods', metadata.uid ?? '').length > 0);
  return hasPods ? [] : [keyOf(owner)];
};

function* claimAndSync(rollout: Rollout, view: View): Pass {
  const { deployment } = rollout;
  const replicaSets: ReplicaSet[] = yield* claim({
    resource: 'replicasets.apps',
    owner: deployment,
    selector: labelMatcher(deployment.spec.selector),
    candidates: view.list('replicasets.apps', deployment.metadata.namespace),
  });
  const claimed: Rollout = { ...rollout, replicaSets };
  return yield* syncDeployment(claimed);
}

export const deploymentController = defineController({
  name: 'deployment-controller',
  summary: 'Rolls deployments out over replica sets.',
  create({ version }) {
    return {
      watches: [
        { resource: 'deployments.apps', keys: ({ object }) => [keyOf(object)] },
        { resource: 'replicasets.apps', keys: (change, view) => ownersToWake(deployments, change, view) },
        {
          resource: 'pods',
          keys: ({ object, isDeleted }, view) => (isDeleted ? recreatingOwnerOf(object, view) : []),
        },
      ],
      reconcile(key, view, now) {
        const { namespace, name } = splitKey(key);
        const deployment = view.get('deployments.apps', namespace, name);
        if (deployment === undefined) return { actions: [] };
        const rollout: Rollout = {
          deployment,
          replicaSets: [],
          version,
          now,
          findReplicaSet: (wanted) => view.get('replicasets.apps', namespace, wanted),
          podsOf: ({ metadata }) => view.ownedBy('pods', metadata.uid ?? ''),
        };
        return startPass(selectsAll(rollout) ? refuseSelectingAll(rollout) : claimAndSync(rollout, view));
      },
    };
  },
});
