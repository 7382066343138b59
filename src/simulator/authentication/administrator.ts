/** The administrator that kubeadm makes. */
import { isAtLeast, type KubernetesVersion } from '../../kube/index.ts';
import { wellKnown, type Identity } from './identity.ts';

/** @source k8s 1.29 cmd/kubeadm/app/phases/certs/certlist.go; @since k8s 1.29 no member of system:masters, but bound to cluster-admin */
export const administrator = (version: KubernetesVersion): Identity => ({
  username: 'kubernetes-admin',
  groups: [isAtLeast(version, 29) ? 'kubeadm:cluster-admins' : wellKnown.masters, wellKnown.authenticated],
});

/** @source k8s 1.20 apiserver/pkg/authentication/request/anonymous/anonymous.go */
export const nobody: Identity = { username: wellKnown.anonymous, groups: [wellKnown.unauthenticated] };
