/** Every pod runs as a service account and, unless it declines, gets that account's token mounted. */
import {
  internalError,
  isAtLeast,
  type Container,
  type Pod,
  type PodSpec,
  type Secret,
  type ServiceAccount,
  type Volume,
} from '../../../kube/index.ts';
import { randomSuffix } from '../identity.ts';
import { failed, type ServerCore } from '../server-core.ts';
import { defineAdmission } from './admission-plugin.ts';
import { refused } from './refusal.ts';

const mountPath = '/var/run/secrets/kubernetes.io/serviceaccount';
const mirrorAnnotation = 'kubernetes.io/config.mirror';

/** @source k8s 1.20 plugin/pkg/admission/serviceaccount/admission.go getReferencedServiceAccountToken */
const tokenSecretOf = (core: ServerCore, account: ServiceAccount): string | undefined =>
  (account.secrets ?? []).find(({ name }) => {
    const secret = core.store.get('secrets', account.metadata.namespace ?? '', name ?? '') as
      Secret | undefined;
    return secret?.type === 'kubernetes.io/service-account-token';
  })?.name;

/** From this minor on every pod's volume has a random name of its own. */
export const randomSpecsSince = 21;

/** @since k8s 1.21 BoundServiceAccountTokenVolume is on: a projected volume instead of a secret. */
const projectedVolume = (name: string): Volume => ({
  name,
  projected: {
    sources: [
      { serviceAccountToken: { expirationSeconds: 3607, path: 'token' } },
      { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
      {
        downwardAPI: {
          items: [{ path: 'namespace', fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' } }],
        },
      },
    ],
    defaultMode: 420,
  },
});

const mountInto = (containers: readonly Container[] | null, name: string): Container[] =>
  (containers ?? []).map((container) => {
    const mounts = container.volumeMounts ?? [];
    if (mounts.some((mount) => mount.mountPath === mountPath)) return container;
    return { ...container, volumeMounts: [...mounts, { name, readOnly: true, mountPath }] };
  });

const mountToken = (spec: PodSpec, volume: Volume): PodSpec => {
  const next: PodSpec = { ...spec, containers: mountInto(spec.containers, volume.name) };
  if (spec.initContainers !== undefined) next.initContainers = mountInto(spec.initContainers, volume.name);
  if (!(spec.volumes ?? []).some(({ name }) => name === volume.name))
    next.volumes = [...(spec.volumes ?? []), volume];
  return next;
};

/** @source k8s 1.20 plugin/pkg/admission/serviceaccount/admission.go Admit */
export const serviceAccount = defineAdmission({
  name: 'ServiceAccount',
  resources: ['pods'],
  operations: ['CREATE'],
  admit(request, core) {
    const { object, namespace } = request;
    const pod = object as Pod;
    if (pod.metadata.annotations?.[mirrorAnnotation] !== undefined) return undefined;
    const accountName = (pod.spec.serviceAccountName ?? '') === '' ? 'default' : pod.spec.serviceAccountName!;
    const account = core.store.get('serviceaccounts', namespace, accountName) as ServiceAccount | undefined;
    if (account === undefined) {
      const why = `error looking up service account ${namespace}/${accountName}: serviceaccount "${accountName}" not found`;
      return refused(request, why);
    }
    let spec: PodSpec = { ...pod.spec, serviceAccountName: accountName, serviceAccount: accountName };
    const pullSecrets = account.imagePullSecrets ?? [];
    if ((spec.imagePullSecrets ?? []).length === 0 && pullSecrets.length > 0)
      spec.imagePullSecrets = pullSecrets;
    if (spec.automountServiceAccountToken ?? account.automountServiceAccountToken ?? true) {
      let volume: Volume;
      if (isAtLeast(core.host.version, randomSpecsSince)) {
        volume = projectedVolume(`kube-api-access-${randomSuffix(core.names, 5)}`);
      } else {
        const secretName = tokenSecretOf(core, account);
        if (secretName === undefined) {
          const why = `no API token found for service account "${accountName}", retry after the token is automatically created and added to the service account`;
          return failed({ ...internalError(why), message: why });
        }
        volume = { name: secretName, secret: { secretName, defaultMode: 420 } };
      }
      spec = mountToken(spec, volume);
    }
    const changed: Pod = { ...pod, spec };
    return { ok: true, value: changed };
  },
});
