/** The topics we can run, a line each. A table without a line here fails whole. */
import { nodeAffinityMatch } from './node-affinity-match.ts';
import { schedulerCycle } from './scheduler-cycle.ts';
import { tolerations } from './tolerations.ts';
import { quantity } from './quantity.ts';
import { quantityArithmetic } from './quantity-arithmetic.ts';
import { podTemplateHashTopic } from './pod-template-hash.ts';
import { intOrPercent } from './int-or-percent.ts';
import { durations } from './durations.ts';
import { safeEncode } from './safe-encode.ts';
import { nameValidation } from './name-validation.ts';
import { labelSelector } from './label-selector.ts';
import { fieldSelector } from './field-selector.ts';
import { createPrepared } from './create-prepared.ts';
import { defaulting } from './defaulting.ts';
import { podQos } from './pod-qos.ts';
import { validationCreate } from './validation-create.ts';
import { validationUpdate } from './validation-update.ts';
import { jsonPatch } from './json-patch.ts';
import { jsonMergePatch } from './json-merge-patch.ts';
import { strategicMergePatch } from './strategic-merge-patch.ts';
import { twoWayPatch } from './two-way-patch.ts';
import { threeWayPatch } from './three-way-patch.ts';
import { deploymentSync } from './deployment-sync.ts';
import { fenceposts } from './fenceposts.ts';
import { newRsReplicas } from './new-rs-replicas.ts';
import { rsProportion } from './rs-proportion.ts';
import { replicasetDeleteOrder } from './replicaset-delete-order.ts';
import { statefulsetSync } from './statefulset-sync.ts';
import { daemonsetPlacement } from './daemonset-placement.ts';
import { hpaBehavior, hpaLimits, hpaReconcileTimeline, hpaReplicaCalculator } from './hpa.ts';
import type { Topic } from '../topic.ts';
import { cron, cronjobDue } from './cron.ts';
import { pvMatching } from './pv-matching.ts';
import { backOff } from './back-off.ts';
import { podPhaseConditions } from './pod-phase-conditions.ts';
import { customColumns } from './custom-columns.ts';
import { jsonpath } from './jsonpath.ts';
import { yamlOutput } from './yaml-output.ts';
import { describeTopic } from './describe.ts';
import { getText } from './get-text.ts';
import { podStatus } from './pod-status.ts';
import { printers } from './printers.ts';
import { drainFilters } from './drain-filters.ts';
import { rolloutStatus } from './rollout-status.ts';
import { kubectlTaint } from './kubectl-taint.ts';
import { kubectlGenerate } from './kubectl-generate.ts';
import { kubectlLocal } from './kubectl-local.ts';
import { kubectlSession } from './kubectl-session.ts';

export const topics: readonly Topic[] = [
  createPrepared,
  defaulting,
  podQos,
  validationCreate,
  validationUpdate,
  backOff,
  podPhaseConditions,
  nodeAffinityMatch,
  schedulerCycle,
  tolerations,
  podTemplateHashTopic,
  quantity,
  quantityArithmetic,
  intOrPercent,
  durations,
  safeEncode,
  nameValidation,
  labelSelector,
  fieldSelector,
  jsonPatch,
  jsonMergePatch,
  strategicMergePatch,
  twoWayPatch,
  threeWayPatch,
  deploymentSync,
  fenceposts,
  newRsReplicas,
  rsProportion,
  getText,
  podStatus,
  printers,
  replicasetDeleteOrder,
  statefulsetSync,
  customColumns,
  jsonpath,
  yamlOutput,
  daemonsetPlacement,
  describeTopic,
  hpaBehavior,
  hpaLimits,
  hpaReconcileTimeline,
  hpaReplicaCalculator,
  cron,
  cronjobDue,
  pvMatching,
  drainFilters,
  rolloutStatus,
  kubectlTaint,
  kubectlGenerate,
  kubectlLocal,
  kubectlSession,
];
