/** Fills the ClusterRoles that gather the rules of others. @source k8s 1.20 pkg/controller/clusterroleaggregation/clusterroleaggregation_controller.go */
import { deepEqual, type RoleObject } from '../../../kube/index.ts';
import { aggregateRules } from '../../authorization/index.ts';
import { defineController } from '../../controller.ts';

const resource = 'clusterroles.rbac.authorization.k8s.io';

export const clusterRoleAggregation = defineController({
  name: 'clusterrole-aggregation-controller',
  summary: 'Fills the cluster roles that gather the rules of others.',
  create: () => ({
    watches: [
      {
        resource,
        keys: (_change, view) =>
          view
            .list(resource)
            .filter(({ aggregationRule }) => aggregationRule !== undefined)
            .map(({ metadata }) => metadata.name),
      },
    ],
    reconcile(key, view) {
      const role = view.get(resource, undefined, key);
      if (role?.aggregationRule === undefined) return { actions: [] };
      const all = [...view.list(resource)].sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1));
      const rules = aggregateRules(role, all);
      if (deepEqual(rules, role.rules ?? [])) return { actions: [] };
      const object: RoleObject = { ...role, rules };
      return { actions: [{ do: 'update', resource, object }] };
    },
  }),
});
