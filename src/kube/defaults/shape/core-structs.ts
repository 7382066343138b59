/** The structs of the core group (v1) but for the pod, and those that every group uses. */
import type { StructSource } from './struct.ts';

/** @source k8s 1.20 apimachinery/pkg/apis/meta/v1/types.go, k8s.io/api/core/v1/types.go */
export const coreStructs: StructSource = `
ObjectMeta: name generateName namespace selfLink uid resourceVersion generation creationTimestamp deletionTimestamp deletionGracePeriodSeconds? labels{} annotations{} ownerReferences[]OwnerReference finalizers[] clusterName@-24 managedFields~
OwnerReference: apiVersion!s kind!s name!s uid!s controller? blockOwnerDeletion?
LabelSelector: matchLabels{} matchExpressions[]LabelSelectorRequirement
LabelSelectorRequirement: key!s operator!s values[]
ObjectReference: kind namespace name uid apiVersion resourceVersion fieldPath
LocalObjectReference: name
SecretReference: name namespace
TypedLocalObjectReference: apiGroup? kind!s name!s
TypedObjectReference: apiGroup? kind!s name!s namespace?
ConfigMap: apiVersion kind metadata=ObjectMeta immutable? data{} binaryData{}
Secret: apiVersion kind metadata=ObjectMeta immutable? data{} stringData{} type
Namespace: apiVersion kind metadata=ObjectMeta spec=NamespaceSpec status=NamespaceStatus
NamespaceSpec: finalizers[]
NamespaceStatus: phase conditions[]Condition
Condition: type!s status!s lastTransitionTime~ reason message observedGeneration
ServiceAccount: apiVersion kind metadata=ObjectMeta secrets[]ObjectReference imagePullSecrets[]LocalObjectReference automountServiceAccountToken?
Endpoints: apiVersion kind metadata=ObjectMeta subsets[]EndpointSubset
EndpointSubset: addresses[]EndpointAddress notReadyAddresses[]EndpointAddress ports[]EndpointPort
EndpointAddress: ip!s hostname nodeName? targetRef*ObjectReference
EndpointPort: name port!i protocol appProtocol?
Service: apiVersion kind metadata=ObjectMeta spec=ServiceSpec status=ServiceStatus
ServiceSpec: ports[]ServicePort selector{} clusterIP clusterIPs[]@20 type externalIPs[] sessionAffinity loadBalancerIP loadBalancerSourceRanges[] externalName externalTrafficPolicy healthCheckNodePort publishNotReadyAddresses sessionAffinityConfig*SessionAffinityConfig ipFamilies[]@20 ipFamilyPolicy?@20 allocateLoadBalancerNodePorts?@20 topologyKeys[]@-22 ipFamily?@-20 loadBalancerClass?@21 internalTrafficPolicy?@21 trafficDistribution?@30
SessionAffinityConfig: clientIP*ClientIPConfig
ClientIPConfig: timeoutSeconds?
ServicePort: name protocol appProtocol? port!i targetPort~ nodePort
ServiceStatus: loadBalancer=LoadBalancerStatus conditions~@20
LoadBalancerStatus: ingress[]LoadBalancerIngress
LoadBalancerIngress: ip hostname ports~@20 ipMode?@29
Node: apiVersion kind metadata=ObjectMeta spec=NodeSpec status=NodeStatus
NodeSpec: podCIDR podCIDRs[] providerID unschedulable taints[]Taint configSource~ externalID
Taint: key!s value effect!s timeAdded~
NodeStatus: capacity{}q allocatable{}q phase conditions~ addresses~ daemonEndpoints=NodeDaemonEndpoints nodeInfo=NodeSystemInfo images~ volumesInUse[] volumesAttached~ config~ runtimeHandlers~@30 features~@30 declaredFeatures~@35
NodeDaemonEndpoints: kubeletEndpoint=DaemonEndpoint
DaemonEndpoint: Port!i
NodeSystemInfo: machineID!s systemUUID!s bootID!s kernelVersion!s osImage!s containerRuntimeVersion!s kubeletVersion!s kubeProxyVersion!s operatingSystem!s architecture!s swap~@34
ReplicationController: apiVersion kind metadata=ObjectMeta spec=ReplicationControllerSpec status=ReplicationControllerStatus
ReplicationControllerSpec: replicas? minReadySeconds selector{} template*PodTemplateSpec
ReplicationControllerStatus: replicas!i fullyLabeledReplicas readyReplicas availableReplicas observedGeneration conditions[]Condition
ResourceQuota: apiVersion kind metadata=ObjectMeta spec=ResourceQuotaSpec status=ResourceQuotaStatus
ResourceQuotaSpec: hard{}q scopes[] scopeSelector*ScopeSelector
ScopeSelector: matchExpressions[]ScopedResourceSelectorRequirement
ScopedResourceSelectorRequirement: scopeName!s operator!s values[]
ResourceQuotaStatus: hard{}q used{}q
LimitRange: apiVersion kind metadata=ObjectMeta spec=LimitRangeSpec
LimitRangeSpec: limits[]LimitRangeItem!
LimitRangeItem: type!s max{}q min{}q default{}q defaultRequest{}q maxLimitRequestRatio{}q
PersistentVolume: apiVersion kind metadata=ObjectMeta spec=PersistentVolumeSpec status=PersistentVolumeStatus
PersistentVolumeSpec: capacity{}q gcePersistentDisk~ awsElasticBlockStore~ hostPath*HostPath glusterfs~ nfs*Nfs rbd~ iscsi~ cinder~ cephfs~ fc~ flocker~ flexVolume~ azureFile~ vsphereVolume~ quobyte~ azureDisk~ photonPersistentDisk~ portworxVolume~ scaleIO~ local*Local storageos~ csi~ accessModes[] claimRef*ObjectReference persistentVolumeReclaimPolicy storageClassName mountOptions[] volumeMode? nodeAffinity*VolumeNodeAffinity volumeAttributesClassName?@29
VolumeNodeAffinity: required*NodeSelector
Local: path!s fsType?
PersistentVolumeStatus: phase message reason lastPhaseTransitionTime~@28
PersistentVolumeClaim: apiVersion kind metadata=ObjectMeta spec=PersistentVolumeClaimSpec status=PersistentVolumeClaimStatus
PersistentVolumeClaimSpec: accessModes[] selector*LabelSelector resources=ClaimResources volumeName storageClassName? volumeMode? dataSource*TypedLocalObjectReference dataSourceRef*TypedObjectReference@22 volumeAttributesClassName?@29
ClaimResources: limits{}q requests{}q
PersistentVolumeClaimStatus: phase accessModes[] capacity{}q conditions~ allocatedResources~ allocatedResourceStatuses~ currentVolumeAttributesClassName? modifyVolumeStatus~
`;
