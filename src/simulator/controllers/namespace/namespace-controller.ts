/** The namespace controller: empties a namespace that is being deleted, then lets it go. */
import { defineController, type Action, type Controller } from '../../controller.ts';
import { isAtLeast, type Answer, type Namespace } from '../../../kube/index.ts';
import { deletionConditions } from './deletion-conditions.ts';
import {
  contentsOf,
  estimateOf,
  estimateOfPods,
  isPods,
  outliving,
  type Content,
} from './namespace-content.ts';

const ownFinalizer = 'kubernetes';

/** @source k8s 1.20 pkg/controller/namespace/namespace_controller.go namespaceDeletionGracePeriod, nsControllerRateLimiter */
const gracePeriodMs = 5_000;
const maximalBackoffMs = 60_000;

const options = { propagationPolicy: 'Background' } as const;

/** @source k8s 1.20 pkg/controller/namespace/deletion/namespaced_resources_deleter.go deleteCollection, deleteEachItem */
const deletionsOf = ({ resource, objects }: Content, namespace: string, failures: string[]): Action[] => {
  const { name, definition } = resource;
  const then = (answer: Answer<unknown>): Action[] => {
    if (!answer.ok && answer.status.reason !== 'NotFound') failures.push(answer.status.message ?? '');
    return [];
  };
  if (definition.verbs?.includes('deletecollection') ?? true)
    return [{ do: 'deleteCollection', resource: name, namespace, options, mayFail: true, then }];
  return objects.map(({ metadata }) => ({
    do: 'delete',
    resource: name,
    namespace,
    name: metadata.name,
    options,
    mayFail: true,
    then,
  }));
};

/** As upstream words it that something is left for no reason. */
const unexpected = ({ resource }: Content, namespace: string): string => {
  const { group, resource: plural } = resource.groupResource;
  const version = resource.apiVersion.split('/').at(-1) ?? '';
  return `unexpected items still remain in namespace: ${namespace} for gvr: ${group}/${version}, Resource=${plural}`;
};

const finalize = (namespace: Namespace): Action => {
  const finalizers = (namespace.spec?.finalizers ?? []).filter((finalizer) => finalizer !== ownFinalizer);
  const object = { ...namespace, spec: { ...namespace.spec, finalizers } };
  return { do: 'update', resource: 'namespaces', object, subresource: 'finalize' };
};

/** One look at a namespace. */
interface Look {
  name: string;
  time: string;
  /** What could not be deleted, and what is left for no reason. */
  failures: string[];
  estimateOfItsPods: number;
  /** Only the pods are deleted for now. */
  waitsForPods: boolean;
  /** Something will be left for a while. */
  isWaiting: boolean;
}

export const namespaceController = defineController({
  name: 'namespace-controller',
  summary: 'Empties namespaces that are being deleted.',
  qps: 400,
  burst: 3000,
  maximalBackoffMs,
  create({ api, version }): Controller {
    /** @since k8s 1.33 OrderedNamespaceDeletion: all else is deleted only when the pods have gone. */
    const isOrdered = isAtLeast(version, 33);
    const current = (name: string): Namespace | undefined => {
      const answer = api.get('namespaces', undefined, name);
      return answer.ok && answer.value.metadata.deletionTimestamp !== undefined ? answer.value : undefined;
    };

    /** Writes down what was found; `next` comes after that. */
    const tell = ({ name, failures, time }: Look, remains: readonly Content[], next: () => Action[]) => {
      const namespace = current(name);
      if (namespace === undefined) return [];
      const old = namespace.status?.conditions ?? [];
      const conditions = deletionConditions(old, remains, failures, time);
      if (conditions === old) return next();
      const object: Namespace = {
        ...namespace,
        status: { ...namespace.status, conditions: [...conditions] },
      };
      const update = { do: 'update', resource: 'namespaces', object, subresource: 'status' } as const;
      return [{ ...update, mayFail: true, then: next }];
    };

    /** What comes when everything has been asked to go. */
    const conclude = (look: Look): Action[] => {
      const { name, estimateOfItsPods, waitsForPods, isWaiting, failures } = look;
      const remains = contentsOf(api, name);
      for (const content of waitsForPods ? remains.filter(isPods) : remains)
        if (estimateOf(content, estimateOfItsPods) === undefined) failures.push(unexpected(content, name));
      // As long as it waits for the pods, upstream leaves the counts out of the conditions.
      return tell(look, waitsForPods ? [] : remains, () => {
        if (failures.length > 0 || (remains.length > 0 && !isWaiting))
          return [{ do: 'fail', error: failures.join(', ') }];
        const namespace = current(name);
        return remains.length > 0 || namespace === undefined ? [] : [finalize(namespace)];
      });
    };

    return {
      watches: [
        {
          resource: 'namespaces',
          keys: ({ object, isDeleted }) =>
            isDeleted || object.metadata.deletionTimestamp === undefined ? [] : [object.metadata.name],
          delayMs: gracePeriodMs,
        },
      ],
      /** @source k8s 1.20 pkg/controller/namespace/deletion/namespaced_resources_deleter.go Delete, deleteAllContent */
      reconcile(name, _view, now) {
        const namespace = current(name);
        if (namespace?.spec?.finalizers?.includes(ownFinalizer) !== true) return { actions: [] };
        const contents = contentsOf(api, name);
        const estimateOfItsPods = estimateOfPods(contents, namespace, now.ms);
        const left = outliving(contents);
        const waitsForPods = isOrdered && left.some(isPods);
        const awaited = waitsForPods ? left.filter(isPods) : left;
        const estimate = Math.max(0, ...awaited.map((some) => estimateOf(some, estimateOfItsPods) ?? 0));
        const failures: string[] = [];
        const isWaiting = estimate > 0;
        const look: Look = { name, failures, time: now.time, estimateOfItsPods, waitsForPods, isWaiting };
        const deletions = contents
          .filter((content) => !waitsForPods || isPods(content))
          .flatMap((content) => deletionsOf(content, name, failures));
        const last = deletions.pop();
        const actions: Action[] =
          last === undefined
            ? conclude(look)
            : [
                ...deletions,
                { ...last, then: (answer) => [...(last.then?.(answer) ?? []), ...conclude(look)] },
              ];
        if (!isWaiting) return { actions };
        const isRequeueIdle = estimateOfItsPods === 0 || !left.some(isPods);
        return { actions, requeueAfterMs: (Math.floor(estimate / 2) + 1) * 1000, isRequeueIdle };
      },
    };
  },
});
