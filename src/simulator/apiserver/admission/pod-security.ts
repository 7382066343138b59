/** Pods keep to the standard that their namespace enforces. */
import type { Pod } from '../../../kube/index.ts';
import { violationsOf } from '../pod-security/index.ts';
import { defineAdmission } from './admission-plugin.ts';
import { refused } from './refusal.ts';

/** @since k8s 1.23 @source k8s 1.29 plugin/pkg/admission/security/podsecurity/admission.go Validate */
export const podSecurity = defineAdmission({
  name: 'PodSecurity',
  resources: ['pods'],
  operations: ['CREATE', 'UPDATE'],
  validate(request, core) {
    const { operation, subresource, namespace, object } = request;
    const isNew = operation === 'CREATE' || subresource === 'ephemeralcontainers';
    if (!isNew) return undefined;
    const room = core.store.get('namespaces', '', namespace);
    const why = violationsOf('enforce', room, (object as Pod).spec, core.host.version);
    return why === undefined ? undefined : refused(request, why).status;
  },
});
