/** Cluster roles that gather the rules of others. */
export { clusterRoleAggregation } from './cluster-role-aggregation.ts';
