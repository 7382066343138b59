/** Reckons what the quotas of a namespace have used: when one is new or changed, when something has gone, and every five minutes. @source k8s 1.20 pkg/controller/resourcequota/resource_quota_controller.go */
import type { KubeObject } from '../../../kube/index.ts';
import type { ResourceName } from '../../apiserver/index.ts';
import { defineController, type View, type Watch } from '../../controller.ts';
import { amountsOf, evaluatorOf, sameAmounts, type ResourceQuota } from '../../quota/index.ts';
import { keyOf, splitKey } from '../object-key.ts';
import { usageOf } from './usage.ts';

/** @source k8s 1.20 cmd/kube-controller-manager --resource-quota-sync-period */
const syncPeriodMs = 5 * 60 * 1000;

/**
 * What frees room when it goes.
 * @deviates upstream watches every namespaced resource; here those that people count. Others are counted again every five minutes.
 */
const watched: readonly ResourceName[] = [
  'pods',
  'services',
  'persistentvolumeclaims',
  'configmaps',
  'secrets',
  'resourcequotas',
  'replicationcontrollers',
  'serviceaccounts',
  'replicasets.apps',
  'deployments.apps',
  'daemonsets.apps',
  'statefulsets.apps',
  'jobs.batch',
  'cronjobs.batch',
  'ingresses.networking.k8s.io',
  'horizontalpodautoscalers.autoscaling',
  'poddisruptionbudgets.policy',
];

const quotasIn = (view: View, namespace: string): readonly ResourceQuota[] =>
  view.list('resourcequotas', namespace) as readonly ResourceQuota[];

const counting = (view: View, resource: ResourceName, { metadata }: KubeObject): string[] =>
  quotasIn(view, metadata.namespace ?? '')
    .filter(({ status }) =>
      Object.keys(status?.hard ?? {}).some((name) => evaluatorOf(resource)?.matches(name) === true),
    )
    .map(keyOf);

export const resourceQuotaController = defineController({
  name: 'resourcequota-controller',
  summary: 'Reckons what resource quotas have used.',
  create({ api, version }) {
    const replenishes = (resource: ResourceName): Watch => ({
      resource,
      keys({ object, old, isDeleted }, view) {
        if (!isDeleted && (old === undefined || evaluatorOf(resource)?.frees?.(object, old) !== true))
          return [];
        return counting(view, resource, object);
      },
    });
    return {
      watches: [
        {
          resource: 'resourcequotas',
          keys({ object, old, isDeleted }) {
            if (isDeleted) return [];
            const hardOf = (quota: KubeObject) => amountsOf((quota as ResourceQuota).spec?.hard);
            return old !== undefined && sameAmounts(hardOf(old), hardOf(object)) ? [] : [keyOf(object)];
          },
        },
        ...watched.map(replenishes),
      ],
      resync: {
        everyMs: syncPeriodMs,
        keys: (view) => view.list('resourcequotas').map(keyOf),
        isForSafety: true,
      },
      reconcile(key, view, now) {
        const { namespace, name } = splitKey(key);
        const quota = view.get('resourcequotas', namespace, name) as ResourceQuota | undefined;
        if (quota === undefined) return { actions: [] };
        const objectsOf = (resource: ResourceName): readonly KubeObject[] => {
          if (watched.includes(resource)) return view.list(resource, namespace);
          const listed = api.list(resource, { namespace });
          return listed.ok ? listed.value.items : [];
        };
        const status = usageOf(quota, objectsOf, now.ms, version);
        if (status === undefined) return { actions: [] };
        const object: KubeObject & { status: unknown } = { ...quota, status };
        return { actions: [{ do: 'update', resource: 'resourcequotas', object, subresource: 'status' }] };
      },
    };
  },
});
