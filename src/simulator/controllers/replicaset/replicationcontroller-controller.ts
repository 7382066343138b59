/** The replication controller's controller: replica sets' elder, with a plain map of labels as its selector. */
import { labelMatcher } from '../../../kube/index.ts';
import type { LabelMatcher, ReplicationController } from '../../../kube/index.ts';
import { defineReplicaController } from './replica-controller.ts';

const matchers = new WeakMap<object, LabelMatcher>();

const matcherOf = (labels: Record<string, string>): LabelMatcher => {
  let matcher = matchers.get(labels);
  if (matcher === undefined) matchers.set(labels, (matcher = labelMatcher({ matchLabels: labels })));
  return matcher;
};

export const replicationControllerController = defineReplicaController<ReplicationController>({
  name: 'replication-controller',
  summary: 'Keeps as many pods of a replication controller as it wants.',
  kind: 'ReplicationController',
  resource: 'replicationcontrollers',
  get: (view, namespace, name) => view.get('replicationcontrollers', namespace, name),
  list: (view, namespace) => view.list('replicationcontrollers', namespace),
  selectorOf: ({ spec }) => matcherOf(spec.selector ?? {}),
  relatedPods: () => [],
});
