/** The registry of admission plugins, in upstream's order, and the walk through them. */
import type { Answer, KubeObject } from '../../../kube/index.ts';
import type { ServerCore } from '../server-core.ts';
import type { AdmissionPlugin, AdmissionRequest } from './admission-plugin.ts';
import { defaultTolerationSeconds } from './default-toleration-seconds.ts';
import { namespaceLifecycle } from './namespace-lifecycle.ts';
import { priority } from './priority.ts';
import { serviceAccount } from './service-account.ts';
import { storageObjectInUseProtection } from './storage-object-in-use-protection.ts';
import { taintNodesByCondition } from './taint-nodes-by-condition.ts';

/** @source k8s 1.20 pkg/kubeapiserver/options/plugins.go AllOrderedPlugins */
const admissionPlugins: readonly AdmissionPlugin[] = [
  namespaceLifecycle,
  serviceAccount,
  taintNodesByCondition,
  priority,
  defaultTolerationSeconds,
  storageObjectInUseProtection,
];

/** The object as the plugins leave it, or the refusal of the first that refuses. */
export const admit = (core: ServerCore, request: AdmissionRequest): Answer<KubeObject> => {
  let object = request.object;
  for (const plugin of admissionPlugins) {
    if (!plugin.operations.includes(request.operation)) continue;
    if (plugin.resources !== undefined && !plugin.resources.includes(request.resource.name)) continue;
    if (core.host.withoutAdmission?.includes(plugin.name) === true) continue;
    const answer = plugin.admit(object === request.object ? request : { ...request, object }, core);
    if (answer === undefined) continue;
    if (!answer.ok) return answer;
    object = answer.value;
  }
  return { ok: true, value: object };
};
