/** The name under which a part of the cluster manages fields: that of its program, as upstream's parts send it as their user agent. */
import type { RequestInfo } from '../api-server.ts';

/** Parts whose program bears another name; what is not here and is no controller bears its own. */
const programs: ReadonlyMap<string, string> = new Map([
  ['default-scheduler', 'kube-scheduler'],
  ['metallb-controller', 'controller'],
  ['controllermanager', 'kube-controller-manager'],
  ['root-ca-cert-publisher', 'kube-controller-manager'],
  ['generic-garbage-collector', 'kube-controller-manager'],
  ['pod-garbage-collector', 'kube-controller-manager'],
  ['horizontal-pod-autoscaler', 'kube-controller-manager'],
]);

/** @source k8s 1.20 apiserver/pkg/endpoints/handlers/create.go managerOrUserAgent */
export const managerName = ({ fieldManager, user }: RequestInfo): string => {
  if (fieldManager !== undefined) return fieldManager;
  const [part = ''] = user.split('/');
  return programs.get(part) ?? (part.endsWith('-controller') ? 'kube-controller-manager' : part);
};
