/** The namespace controller: empties a namespace that is being deleted, then lets it go. */
import { defineController, type Action, type Controller, type View } from '../../controller.ts';
import type { KubeObject, Namespace, Pod } from '../../../kube/index.ts';
import type { ResourceName } from '../../apiserver/index.ts';
import { deletionConditions, type Remains } from './deletion-conditions.ts';

const ownFinalizer = 'kubernetes';

interface Content {
  resource: ResourceName;
  groupResource: string;
  objects: readonly KubeObject[];
}

/** @source k8s 1.20 pkg/controller/namespace/deletion/namespaced_resources_deleter.go estimateGracefulTermination */
const graceSeconds = (contents: readonly Content[]): number => {
  const pods = (contents.find(({ resource }) => resource === 'pods')?.objects ?? []) as readonly Pod[];
  return pods
    .filter(({ status }) => status?.phase !== 'Succeeded' && status?.phase !== 'Failed')
    .reduce((longest, { spec }) => Math.max(longest, spec.terminationGracePeriodSeconds ?? 0), 0);
};

const remainsOf = (contents: readonly Content[]): Remains => {
  const finalizers = new Map<string, number>();
  for (const { objects } of contents)
    for (const { metadata } of objects)
      for (const finalizer of metadata.finalizers ?? [])
        finalizers.set(finalizer, (finalizers.get(finalizer) ?? 0) + 1);
  return {
    resources: new Map(contents.map(({ groupResource, objects }) => [groupResource, objects.length])),
    finalizers,
  };
};

export const namespaceController = defineController({
  name: 'namespace-controller',
  summary: 'Empties namespaces that are being deleted.',
  qps: 400,
  burst: 3000,
  create({ api: { catalogue } }): Controller {
    const contentsOf = (view: View, namespace: string): Content[] =>
      catalogue.all
        .filter(({ definition }) => definition.namespaced && definition.isAggregated !== true)
        .map(({ name, groupResource: { resource, group } }) => ({
          resource: name,
          groupResource: `${resource}.${group}`,
          objects: view.list(name, namespace) as readonly KubeObject[],
        }))
        .filter(({ objects }) => objects.length > 0);

    return {
      watches: [
        {
          resource: 'namespaces',
          keys: ({ object, isDeleted }) =>
            isDeleted || object.metadata.deletionTimestamp === undefined ? [] : [object.metadata.name],
        },
      ],
      reconcile(key, view, now) {
        const namespace = view.get('namespaces', undefined, key);
        if (namespace?.metadata.deletionTimestamp === undefined) return { actions: [] };
        const finalizers = namespace.spec?.finalizers ?? [];
        if (!finalizers.includes(ownFinalizer)) return { actions: [] };
        const contents = contentsOf(view, key);
        if (contents.length === 0) {
          const spec = {
            ...namespace.spec,
            finalizers: finalizers.filter((finalizer) => finalizer !== ownFinalizer),
          };
          return {
            actions: [
              {
                do: 'update',
                resource: 'namespaces',
                object: { ...namespace, spec } as Namespace,
                subresource: 'finalize',
              },
            ],
          };
        }
        const actions: Action[] = contents.flatMap(({ resource, objects }) =>
          objects
            .filter(({ metadata }) => metadata.deletionTimestamp === undefined)
            .map(({ metadata: { name } }): Action => ({
              do: 'delete',
              resource,
              namespace: key,
              name,
              options: { propagationPolicy: 'Background' },
              mayFail: true,
            })),
        );
        const graceful = graceSeconds(contents);
        if (actions.length === 0 || graceful > 0) {
          const conditions = deletionConditions(
            namespace.status?.conditions ?? [],
            remainsOf(contents),
            now.time,
          );
          const status = { ...namespace.status, conditions };
          const object: Namespace = { ...namespace, status };
          actions.push({
            do: 'update',
            resource: 'namespaces',
            object,
            subresource: 'status',
            mayFail: true,
          });
        }
        return {
          actions,
          requeueAfterMs:
            graceful > 0 ? (Math.floor(graceful / 2) + 1) * 1000 : actions.length > 0 ? 1 : 1000,
        };
      },
    };
  },
});
