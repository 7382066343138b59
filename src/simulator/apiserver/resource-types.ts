/** The names of the resources the simulator stores ("plural.group"; the core group has none) and the type of each one's objects. */
import type * as kube from '../../kube/index.ts';

export interface ResourceTypes {
  namespaces: kube.Namespace;
  nodes: kube.Node;
  pods: kube.Pod;
  events: kube.Event;
  serviceaccounts: kube.ServiceAccount;
  configmaps: kube.ConfigMap;
  secrets: kube.Secret;
  services: kube.Service;
  endpoints: kube.Endpoints;
  replicationcontrollers: kube.ReplicationController;
  'endpointslices.discovery.k8s.io': kube.EndpointSlice;
  'replicasets.apps': kube.ReplicaSet;
  'deployments.apps': kube.Deployment;
  'daemonsets.apps': kube.DaemonSet;
  'statefulsets.apps': kube.StatefulSet;
  'controllerrevisions.apps': kube.ControllerRevision;
  'horizontalpodautoscalers.autoscaling': kube.HorizontalPodAutoscaler;
  'poddisruptionbudgets.policy': kube.PodDisruptionBudget;
  'leases.coordination.k8s.io': kube.Lease;
  'roles.rbac.authorization.k8s.io': kube.RoleObject;
  'clusterroles.rbac.authorization.k8s.io': kube.RoleObject;
  'rolebindings.rbac.authorization.k8s.io': kube.BindingObject;
  'clusterrolebindings.rbac.authorization.k8s.io': kube.BindingObject;
  'pods.metrics.k8s.io': kube.PodMetrics;
  'nodes.metrics.k8s.io': kube.NodeMetrics;
}

export type ResourceName = keyof ResourceTypes | (string & {});
export type ObjectOf<R extends ResourceName> = R extends keyof ResourceTypes
  ? ResourceTypes[R]
  : kube.KubeObject;
