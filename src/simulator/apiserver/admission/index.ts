/** The registry of admission plugins, in upstream's order, and the walk through them. */
import type { Answer, KubeObject, Status } from '../../../kube/index.ts';
import type { ServerCore } from '../server-core.ts';
import type { AdmissionPlugin, AdmissionRequest } from './admission-plugin.ts';
import { claimResize } from './claim-resize.ts';
import { customResourceRules } from './custom-resource-rules.ts';
import { defaultIngressClass, defaultStorageClass } from './default-class.ts';
import { defaultTolerationSeconds } from './default-toleration-seconds.ts';
import { limitRanger } from './limit-ranger.ts';
import { namespaceLifecycle } from './namespace-lifecycle.ts';
import { podSecurity } from './pod-security.ts';
import { priority } from './priority.ts';
import { resourceQuota } from './resource-quota.ts';
import { roleEscalation } from './role-escalation.ts';
import { serviceAccount } from './service-account.ts';
import { storageObjectInUseProtection } from './storage-object-in-use-protection.ts';
import { taintNodesByCondition } from './taint-nodes-by-condition.ts';

/** @source k8s 1.20 pkg/kubeapiserver/options/plugins.go AllOrderedPlugins */
const admissionPlugins: readonly AdmissionPlugin[] = [
  namespaceLifecycle,
  limitRanger,
  serviceAccount,
  taintNodesByCondition,
  podSecurity,
  priority,
  defaultTolerationSeconds,
  defaultStorageClass,
  storageObjectInUseProtection,
  claimResize,
  defaultIngressClass,
  resourceQuota,
  roleEscalation,
  customResourceRules,
];

/** Whether the plugin is asked about this request. */
const concerns = (plugin: AdmissionPlugin, core: ServerCore, request: AdmissionRequest): boolean =>
  plugin.operations.includes(request.operation) &&
  plugin.resources?.includes(request.resource.name) !== false &&
  core.host.withoutAdmission?.includes(plugin.name) !== true;

/** The object as the plugins leave it, or the refusal of the first that refuses. */
export const admit = (core: ServerCore, request: AdmissionRequest): Answer<KubeObject> => {
  let object = request.object;
  for (const plugin of admissionPlugins) {
    if (plugin.admit === undefined || !concerns(plugin, core, request)) continue;
    const answer = plugin.admit(object === request.object ? request : { ...request, object }, core);
    if (answer === undefined) continue;
    if (!answer.ok) return answer;
    object = answer.value;
  }
  return { ok: true, value: object };
};

const validatingPlugins = admissionPlugins.filter(({ validate }) => validate !== undefined);

/** The refusal of the first plugin that will not have the object as it would be stored. */
export const refusalOf = (core: ServerCore, request: AdmissionRequest): Status | undefined => {
  for (const plugin of validatingPlugins) {
    if (!concerns(plugin, core, request)) continue;
    const status = plugin.validate?.(request, core);
    if (status !== undefined) return status;
  }
  return undefined;
};
