/** The structs of the pod and its template. */
import type { StructSource } from './struct.ts';

/** @source k8s 1.20 k8s.io/api/core/v1/types.go PodSpec */
export const podStructs: StructSource = `
Pod: apiVersion kind metadata=ObjectMeta spec=PodSpec status=PodStatus
PodTemplate: apiVersion kind metadata=ObjectMeta template=PodTemplateSpec
PodTemplateSpec: metadata=ObjectMeta spec=PodSpec
PodSpec: volumes[]Volume initContainers[]Container containers[]Container! ephemeralContainers[]EphemeralContainer restartPolicy terminationGracePeriodSeconds? activeDeadlineSeconds? dnsPolicy nodeSelector{} serviceAccountName serviceAccount automountServiceAccountToken? nodeName hostNetwork hostPID hostIPC shareProcessNamespace? securityContext*PodSecurityContext imagePullSecrets[]LocalObjectReference hostname subdomain affinity*Affinity schedulerName tolerations[]Toleration hostAliases[]HostAlias priorityClassName priority? dnsConfig*PodDNSConfig readinessGates[]PodReadinessGate runtimeClassName? enableServiceLinks? preemptionPolicy? overhead{}q topologySpreadConstraints[]TopologySpreadConstraint setHostnameAsFQDN?@19 os*PodOS@23 hostUsers?@25 schedulingGates[]PodSchedulingGate@26 resourceClaims~@26 resources*ResourceRequirements@32 hostnameOverride?@34
PodOS: name!s
PodSchedulingGate: name!s
HostAlias: ip hostnames[]
PodReadinessGate: conditionType!s
PodDNSConfig: nameservers[] searches[] options[]PodDNSConfigOption
PodDNSConfigOption: name value?
Toleration: key operator value effect tolerationSeconds?
TopologySpreadConstraint: maxSkew!i topologyKey!s whenUnsatisfiable!s labelSelector*LabelSelector minDomains?@24 nodeAffinityPolicy?@25 nodeTaintsPolicy?@25 matchLabelKeys[]@25
Affinity: nodeAffinity*NodeAffinity podAffinity*PodAffinity podAntiAffinity*PodAffinity
NodeAffinity: requiredDuringSchedulingIgnoredDuringExecution*NodeSelector preferredDuringSchedulingIgnoredDuringExecution[]PreferredSchedulingTerm
NodeSelector: nodeSelectorTerms[]NodeSelectorTerm!
NodeSelectorTerm: matchExpressions[]NodeSelectorRequirement matchFields[]NodeSelectorRequirement
NodeSelectorRequirement: key!s operator!s values[]
PreferredSchedulingTerm: weight!i preference=NodeSelectorTerm
PodAffinity: requiredDuringSchedulingIgnoredDuringExecution[]PodAffinityTerm preferredDuringSchedulingIgnoredDuringExecution[]WeightedPodAffinityTerm
PodAffinityTerm: labelSelector*LabelSelector namespaces[] topologyKey!s namespaceSelector*LabelSelector@21 matchLabelKeys[]@29 mismatchLabelKeys[]@29
WeightedPodAffinityTerm: weight!i podAffinityTerm=PodAffinityTerm
PodSecurityContext: seLinuxOptions*SELinuxOptions windowsOptions~ runAsUser? runAsGroup? runAsNonRoot? supplementalGroups[] fsGroup? sysctls[]Sysctl fsGroupChangePolicy? seccompProfile*SeccompProfile@19 appArmorProfile*SeccompProfile@30 supplementalGroupsPolicy?@31 seLinuxChangePolicy?@32
SELinuxOptions: user role type level
SeccompProfile: type!s localhostProfile?
Sysctl: name!s value!s
Container: name!s image command[] args[] workingDir ports[]ContainerPort envFrom[]EnvFromSource env[]EnvVar resources=ResourceRequirements resizePolicy~@27 restartPolicy?@28 restartPolicyRules~@34 volumeMounts[]VolumeMount volumeDevices[]VolumeDevice livenessProbe*Probe readinessProbe*Probe startupProbe*Probe lifecycle*Lifecycle terminationMessagePath terminationMessagePolicy imagePullPolicy securityContext*SecurityContext stdin stdinOnce tty
EphemeralContainer: name!s image command[] args[] workingDir ports[]ContainerPort envFrom[]EnvFromSource env[]EnvVar resources=ResourceRequirements volumeMounts[]VolumeMount volumeDevices[]VolumeDevice livenessProbe*Probe readinessProbe*Probe startupProbe*Probe lifecycle*Lifecycle terminationMessagePath terminationMessagePolicy imagePullPolicy securityContext*SecurityContext stdin stdinOnce tty targetContainerName
ContainerPort: name hostPort containerPort!i protocol hostIP
EnvFromSource: prefix configMapRef*OptionalReference secretRef*OptionalReference
OptionalReference: name optional?
EnvVar: name!s value valueFrom*EnvVarSource
EnvVarSource: fieldRef*ObjectFieldSelector resourceFieldRef*ResourceFieldSelector configMapKeyRef*KeySelector secretKeyRef*KeySelector fileKeyRef~@34
ObjectFieldSelector: apiVersion fieldPath!s
ResourceFieldSelector: containerName resource!s divisor=q
KeySelector: name key!s optional?
ResourceRequirements: limits{}q requests{}q claims~@26
VolumeMount: name!s readOnly mountPath!s subPath mountPropagation? subPathExpr recursiveReadOnly?@30
VolumeDevice: name!s devicePath!s
Probe: exec*ExecAction httpGet*HTTPGetAction tcpSocket*TCPSocketAction grpc~@23 initialDelaySeconds timeoutSeconds periodSeconds successThreshold failureThreshold terminationGracePeriodSeconds?@21
Lifecycle: postStart*Handler preStop*Handler stopSignal?@33
Handler: exec*ExecAction httpGet*HTTPGetAction tcpSocket*TCPSocketAction sleep~@29
ExecAction: command[]
HTTPGetAction: path port~ host scheme httpHeaders[]HTTPHeader
HTTPHeader: name!s value!s
TCPSocketAction: port~ host
SecurityContext: capabilities*Capabilities privileged? seLinuxOptions*SELinuxOptions windowsOptions~ runAsUser? runAsGroup? runAsNonRoot? readOnlyRootFilesystem? allowPrivilegeEscalation? procMount? seccompProfile*SeccompProfile@19 appArmorProfile*SeccompProfile@30
Capabilities: add[] drop[]
Volume: name!s hostPath*HostPath emptyDir*EmptyDir gcePersistentDisk*GcePersistentDisk awsElasticBlockStore*GcePersistentDisk gitRepo*GitRepo secret*SecretVolume nfs*Nfs iscsi~ glusterfs~ persistentVolumeClaim*ClaimVolume rbd~ flexVolume~ cinder~ cephfs~ flocker~ downwardAPI*DownwardAPIVolume fc~ azureFile~ configMap*ConfigMapVolume vsphereVolume~ quobyte~ azureDisk~ photonPersistentDisk~ projected*ProjectedVolume portworxVolume~ scaleIO~ storageos~ csi~ ephemeral*EphemeralVolume@19 image~@31
HostPath: path!s type?
EmptyDir: medium sizeLimit*q
GcePersistentDisk: pdName volumeID fsType partition readOnly
GitRepo: repository!s revision directory
SecretVolume: secretName items[]KeyToPath defaultMode? optional?
KeyToPath: key!s path!s mode?
Nfs: server!s path!s readOnly
ClaimVolume: claimName!s readOnly
DownwardAPIVolume: items[]DownwardAPIFile defaultMode?
DownwardAPIFile: path!s fieldRef*ObjectFieldSelector resourceFieldRef*ResourceFieldSelector mode?
ConfigMapVolume: name items[]KeyToPath defaultMode? optional?
ProjectedVolume: sources[]VolumeProjection! defaultMode?
VolumeProjection: secret*SecretProjection downwardAPI*DownwardAPIProjection configMap*SecretProjection serviceAccountToken*ServiceAccountTokenProjection clusterTrustBundle~@27 podCertificate~@34
SecretProjection: name items[]KeyToPath optional?
DownwardAPIProjection: items[]DownwardAPIFile
ServiceAccountTokenProjection: audience expirationSeconds? path!s
EphemeralVolume: volumeClaimTemplate*PersistentVolumeClaimTemplate readOnly@-20
PersistentVolumeClaimTemplate: metadata=ObjectMeta spec=PersistentVolumeClaimSpec
PodStatus: phase conditions~ message reason nominatedNodeName hostIP hostIPs~@28 podIP podIPs~ startTime~ initContainerStatuses~ containerStatuses~ qosClass ephemeralContainerStatuses~ resize@27 resourceClaimStatuses~@27 observedGeneration@33 allocatedResources~@35 resources~@35 extendedResourceClaimStatus~@34
`;
