/** Deletes the objects of a custom resource before its definition goes. @source k8s 1.20 apiextensions-apiserver/pkg/controller/finalizer/crd_finalizer.go */
import type { CustomResourceDefinition, KubeObject } from '../../../kube/index.ts';
import type { ApiServer } from '../../apiserver/index.ts';
import { defineController, type Action } from '../../controller.ts';
import {
  conditionOf,
  definitionOf,
  definitions,
  isTrue,
  withCondition,
  writeStatus,
} from './definition-conditions.ts';

const finalizer = 'customresourcecleanup.apiextensions.k8s.io';
const type = 'Terminating';

const inProgress = {
  type,
  status: 'True',
  reason: 'InstanceDeletionInProgress',
  message: 'CustomResource deletion is in progress',
};
const completed = {
  type,
  status: 'False',
  reason: 'InstanceDeletionCompleted',
  message: 'removed all instances',
};
const neverEstablished = {
  type,
  status: 'False',
  reason: 'NeverEstablished',
  message: 'resource was never established',
};

/** Between two looks at what remains. */
const pollMs = 5000;

const release = (crd: CustomResourceDefinition, nowTime: string): Action => {
  const ended = withCondition(crd, isTrue(crd, 'Established') ? completed : neverEstablished, nowTime);
  const finalizers = (ended.metadata.finalizers ?? []).filter((one) => one !== finalizer);
  const metadata = { ...ended.metadata, finalizers };
  if (finalizers.length === 0) delete (metadata as { finalizers?: unknown }).finalizers;
  return writeStatus({ ...ended, metadata });
};

/** Read from the store itself, as upstream does: what a cache has not heard of would be left behind. */
const instancesOf = (api: ApiServer, crd: CustomResourceDefinition): readonly KubeObject[] => {
  const listed = isTrue(crd, 'Established') ? api.list(crd.metadata.name) : undefined;
  return listed?.ok === true ? listed.value.items : [];
};

const isPending = ({ metadata }: KubeObject): boolean =>
  metadata.deletionTimestamp !== undefined && metadata.finalizers?.includes(finalizer) === true;

export const finalizingController = defineController({
  name: 'crd-finalizer',
  summary: 'Deletes the objects of custom resources that are going.',
  qps: 400,
  burst: 3000,
  create: ({ api }) => ({
    watches: [
      {
        resource: definitions,
        keys: ({ object, isDeleted }) => (!isDeleted && isPending(object) ? [object.metadata.name] : []),
      },
    ],
    reconcile(key, view, now) {
      const crd = definitionOf(view, key);
      if (crd === undefined || !isPending(crd)) return { actions: [] };
      const instances = instancesOf(api, crd);
      const isTold = conditionOf(crd, type)?.reason === inProgress.reason;
      const told = withCondition(crd, inProgress, now.time);
      const next = (answer: { ok: boolean; value?: unknown }): readonly Action[] =>
        answer.ok && instances.length === 0
          ? [release(answer.value as CustomResourceDefinition, now.time)]
          : [];
      if (instances.length === 0)
        return { actions: [isTold ? release(crd, now.time) : writeStatus(told, next)] };
      const deletions = instances
        .filter(({ metadata }) => metadata.deletionTimestamp === undefined)
        .map(({ metadata: { namespace, name } }): Action => ({
          do: 'delete',
          resource: key,
          name,
          ...(namespace === undefined ? {} : { namespace }),
          options: {},
          mayFail: true,
        }));
      const actions = isTold ? deletions : [writeStatus(told), ...deletions];
      return { actions, requeueAfterMs: actions.length > 0 ? 20 : pollMs };
    },
  }),
});
