/** The replica set controller. */
import { labelMatcher } from '../../../kube/index.ts';
import type { ReplicaSet } from '../../../kube/index.ts';
import { controllerOf } from '../controller-ref.ts';
import { defineReplicaController } from './replica-controller.ts';

export const replicaSetController = defineReplicaController<ReplicaSet>({
  name: 'replicaset-controller',
  summary: 'Keeps as many pods of a replica set as it wants.',
  kind: 'ReplicaSet',
  resource: 'replicasets.apps',
  get: (view, namespace, name) => view.get('replicasets.apps', namespace, name),
  list: (view, namespace) => view.list('replicasets.apps', namespace),
  selectorOf: ({ spec }) => labelMatcher(spec.selector),
  /** @source k8s 1.20 pkg/controller/replicaset/replica_set.go getIndirectlyRelatedPods */
  *relatedPods(view, replicaSet) {
    const deployment = controllerOf(replicaSet);
    if (deployment === undefined) return;
    for (const sibling of view.ownedBy('replicasets.apps', deployment.uid))
      yield* view.ownedBy('pods', sibling.metadata.uid ?? '');
  },
});
