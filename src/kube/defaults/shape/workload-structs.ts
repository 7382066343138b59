/** The structs of apps, batch, autoscaling and policy. */
import type { StructSource } from './struct.ts';

/** @source k8s 1.20 k8s.io/api/{apps,batch,autoscaling,policy}/v1*\/types.go */
export const workloadStructs: StructSource = `
Deployment: apiVersion kind metadata=ObjectMeta spec=DeploymentSpec status=DeploymentStatus
DeploymentSpec: replicas? selector*LabelSelector template=PodTemplateSpec strategy=Strategy minReadySeconds revisionHistoryLimit? paused progressDeadlineSeconds? rollbackTo~@-22
Strategy: type rollingUpdate*RollingUpdate
RollingUpdate: maxUnavailable~ maxSurge~ partition?
DeploymentStatus: observedGeneration replicas updatedReplicas readyReplicas availableReplicas unavailableReplicas terminatingReplicas?@33 conditions[]WorkloadCondition collisionCount?
WorkloadCondition: type!s status!s lastUpdateTime~ lastTransitionTime~ reason message
ReplicaSet: apiVersion kind metadata=ObjectMeta spec=ReplicaSetSpec status=ReplicaSetStatus
ReplicaSetSpec: replicas? minReadySeconds selector*LabelSelector template=PodTemplateSpec
ReplicaSetStatus: replicas!i fullyLabeledReplicas readyReplicas availableReplicas terminatingReplicas?@33 observedGeneration conditions[]WorkloadCondition
DaemonSet: apiVersion kind metadata=ObjectMeta spec=DaemonSetSpec status=DaemonSetStatus
DaemonSetSpec: selector*LabelSelector template=PodTemplateSpec updateStrategy=Strategy minReadySeconds revisionHistoryLimit? templateGeneration
DaemonSetStatus: currentNumberScheduled!i numberMisscheduled!i desiredNumberScheduled!i numberReady!i observedGeneration updatedNumberScheduled numberAvailable numberUnavailable collisionCount? conditions[]WorkloadCondition
StatefulSet: apiVersion kind metadata=ObjectMeta spec=StatefulSetSpec status=StatefulSetStatus
StatefulSetSpec: replicas? selector*LabelSelector template=PodTemplateSpec volumeClaimTemplates[]PersistentVolumeClaim serviceName!s podManagementPolicy updateStrategy=Strategy revisionHistoryLimit? minReadySeconds@22 persistentVolumeClaimRetentionPolicy*ClaimRetention@23 ordinals~@26
ClaimRetention: whenDeleted whenScaled
StatefulSetStatus: observedGeneration replicas!i readyReplicas currentReplicas updatedReplicas currentRevision updateRevision collisionCount? conditions[]WorkloadCondition availableReplicas@22
ControllerRevision: apiVersion kind metadata=ObjectMeta data~ revision!i
Job: apiVersion kind metadata=ObjectMeta spec=JobSpec status=JobStatus
JobSpec: parallelism? completions? activeDeadlineSeconds? podFailurePolicy~@25 successPolicy~@30 backoffLimit? backoffLimitPerIndex?@28 maxFailedIndexes?@28 selector*LabelSelector manualSelector? template=PodTemplateSpec ttlSecondsAfterFinished? completionMode?@21 suspend?@21 podReplacementPolicy?@28 managedBy?@30
JobStatus: conditions~ startTime~ completionTime~ active succeeded failed terminating?@28 completedIndexes@21 failedIndexes?@28 uncountedTerminatedPods~@22 ready?@22
CronJob: apiVersion kind metadata=ObjectMeta spec=CronJobSpec status=CronJobStatus
CronJobSpec: schedule!s timeZone?@24 startingDeadlineSeconds? concurrencyPolicy suspend? jobTemplate=JobTemplateSpec successfulJobsHistoryLimit? failedJobsHistoryLimit?
JobTemplateSpec: metadata=ObjectMeta spec=JobSpec
CronJobStatus: active[]ObjectReference lastScheduleTime~ lastSuccessfulTime~@21
PodDisruptionBudget: apiVersion kind metadata=ObjectMeta spec=PodDisruptionBudgetSpec status=PodDisruptionBudgetStatus
PodDisruptionBudgetSpec: minAvailable~ selector*LabelSelector maxUnavailable~ unhealthyPodEvictionPolicy?@26
PodDisruptionBudgetStatus: observedGeneration disruptedPods{} disruptionsAllowed!i currentHealthy!i desiredHealthy!i expectedPods!i conditions~@20
HorizontalPodAutoscalerV1: apiVersion kind metadata=ObjectMeta spec=HorizontalPodAutoscalerSpecV1 status=HorizontalPodAutoscalerStatusV1
HorizontalPodAutoscalerSpecV1: scaleTargetRef=CrossVersionObjectReference minReplicas? maxReplicas!i targetCPUUtilizationPercentage?
HorizontalPodAutoscalerStatusV1: observedGeneration? lastScaleTime~ currentReplicas!i desiredReplicas!i currentCPUUtilizationPercentage?
CrossVersionObjectReference: kind!s name!s apiVersion
HorizontalPodAutoscalerV2: apiVersion kind metadata=ObjectMeta spec=HorizontalPodAutoscalerSpecV2 status=HorizontalPodAutoscalerStatusV2
HorizontalPodAutoscalerV2beta: apiVersion kind metadata=ObjectMeta spec=HorizontalPodAutoscalerSpecV2 status=HorizontalPodAutoscalerStatusV2beta
HorizontalPodAutoscalerSpecV2: scaleTargetRef=CrossVersionObjectReference minReplicas? maxReplicas!i metrics~ behavior*HpaBehavior
HpaBehavior: scaleUp*HpaScalingRules scaleDown*HpaScalingRules
HpaScalingRules: stabilizationWindowSeconds? selectPolicy? policies~ tolerance*q@33
HorizontalPodAutoscalerStatusV2: observedGeneration? lastScaleTime~ currentReplicas desiredReplicas!i currentMetrics~ conditions~
HorizontalPodAutoscalerStatusV2beta: observedGeneration? lastScaleTime~ currentReplicas!i desiredReplicas!i currentMetrics[]! conditions[]!
`;
