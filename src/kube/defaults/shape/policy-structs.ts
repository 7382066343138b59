/** The structs of networking, RBAC, storage, scheduling and coordination. */
import type { StructSource } from './struct.ts';

/** @source k8s 1.20 k8s.io/api/{networking,rbac,storage,scheduling}/v1/types.go */
export const policyStructs: StructSource = `
IngressV1: apiVersion kind metadata=ObjectMeta spec=IngressSpecV1 status=IngressStatus
IngressSpecV1: ingressClassName? defaultBackend*IngressBackendV1 tls[]IngressTLS rules[]IngressRuleV1
IngressRuleV1: host http*HTTPIngressRuleV1
HTTPIngressRuleV1: paths[]HTTPIngressPathV1!
HTTPIngressPathV1: path pathType? backend=IngressBackendV1
IngressBackendV1: service*IngressServiceBackend resource*TypedLocalObjectReference
IngressServiceBackend: name!s port=ServiceBackendPort
ServiceBackendPort: name number
IngressV1beta1: apiVersion kind metadata=ObjectMeta spec=IngressSpecV1beta1 status=IngressStatus
IngressSpecV1beta1: ingressClassName? backend*IngressBackendV1beta1 tls[]IngressTLS rules[]IngressRuleV1beta1
IngressRuleV1beta1: host http*HTTPIngressRuleV1beta1
HTTPIngressRuleV1beta1: paths[]HTTPIngressPathV1beta1!
HTTPIngressPathV1beta1: path pathType? backend=IngressBackendV1beta1
IngressBackendV1beta1: serviceName servicePort~ resource*TypedLocalObjectReference
IngressTLS: hosts[] secretName
IngressStatus: loadBalancer=LoadBalancerStatus
NetworkPolicy: apiVersion kind metadata=ObjectMeta spec=NetworkPolicySpec
NetworkPolicySpec: podSelector=LabelSelector ingress[]NetworkPolicyIngressRule egress[]NetworkPolicyEgressRule policyTypes[]
NetworkPolicyIngressRule: ports[]NetworkPolicyPort from[]NetworkPolicyPeer
NetworkPolicyEgressRule: ports[]NetworkPolicyPort to[]NetworkPolicyPeer
NetworkPolicyPort: protocol? port~ endPort?@21
NetworkPolicyPeer: podSelector*LabelSelector namespaceSelector*LabelSelector ipBlock*IPBlock
IPBlock: cidr!s except[]
Role: apiVersion kind metadata=ObjectMeta rules[]PolicyRule!
ClusterRole: apiVersion kind metadata=ObjectMeta rules[]PolicyRule! aggregationRule~
PolicyRule: verbs[]! apiGroups[] resources[] resourceNames[] nonResourceURLs[]
RoleBinding: apiVersion kind metadata=ObjectMeta subjects[]Subject roleRef=RoleRef
ClusterRoleBinding: apiVersion kind metadata=ObjectMeta subjects[]Subject roleRef=RoleRef
Subject: kind!s apiGroup name!s namespace
RoleRef: apiGroup!s kind!s name!s
StorageClass: apiVersion kind metadata=ObjectMeta provisioner!s parameters{} reclaimPolicy? mountOptions[] allowVolumeExpansion? volumeBindingMode? allowedTopologies~
PriorityClass: apiVersion kind metadata=ObjectMeta value!i globalDefault description preemptionPolicy?
Lease: apiVersion kind metadata=ObjectMeta spec=LeaseSpec
LeaseSpec: holderIdentity? leaseDurationSeconds? acquireTime~ renewTime~ leaseTransitions? strategy?@31 preferredHolder?@31
`;
