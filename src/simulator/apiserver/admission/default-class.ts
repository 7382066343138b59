/** Claims and ingresses that name no class get the default one. */
import { internalError, isAtLeast, type Answer, type KubeObject } from '../../../kube/index.ts';
import { isDefaultStorageClass, newestOf } from '../../storage/index.ts';
import type { ServerCore } from '../server-core.ts';
import { defineAdmission } from './admission-plugin.ts';
import { refusedName } from './refusal.ts';

interface Classes {
  resource: string;
  /** As messages name them. */
  kinds: string;
  isDefault(object: KubeObject): boolean;
  /** The first minor in which of several the newest is taken; before, none may be made. */
  newestSince: number;
}

/** The name of the default class; undefined when there is none. @source k8s 1.29 pkg/volume/util/storageclass.go GetDefaultClass */
const defaultClass = (core: ServerCore, classes: Classes): Answer<string | undefined> => {
  const defaults = core.store.list(classes.resource, '').filter(classes.isDefault);
  if (defaults.length > 1 && !isAtLeast(core.host.version, classes.newestSince)) {
    const why = `${defaults.length} default ${classes.kinds} were found`;
    return { ok: false, status: internalError(why) };
  }
  return { ok: true, value: newestOf(defaults)?.metadata.name };
};

const storageClasses: Classes = {
  resource: 'storageclasses.storage.k8s.io',
  kinds: 'StorageClasses',
  isDefault: isDefaultStorageClass,
  newestSince: 26,
};

const ingressClasses: Classes = {
  resource: 'ingressclasses.networking.k8s.io',
  kinds: 'IngressClasses',
  isDefault: ({ metadata }) =>
    metadata.annotations?.['ingressclass.kubernetes.io/is-default-class'] === 'true',
  newestSince: 25,
};

type Classed = KubeObject & { spec?: { storageClassName?: string; ingressClassName?: string } };

const withClass = (
  core: ServerCore,
  object: Classed,
  field: 'storageClassName' | 'ingressClassName',
  classes: Classes,
): Answer<KubeObject> | undefined => {
  const found = defaultClass(core, classes);
  if (!found.ok) {
    const group = classes === storageClasses ? 'persistentvolumeclaims' : 'ingresses.networking.k8s.io';
    const message = `${group} ${JSON.stringify(refusedName({ object }))} is forbidden: ${found.status.message ?? ''}`;
    return { ok: false, status: { ...found.status, code: 403, reason: 'Forbidden', message, details: {} } };
  }
  if (found.value === undefined) return undefined;
  const changed: Classed = { ...object, spec: { ...object.spec, [field]: found.value } };
  return { ok: true, value: changed };
};

/** @source k8s 1.29 plugin/pkg/admission/storage/storageclass/setdefault/admission.go */
export const defaultStorageClass = defineAdmission({
  name: 'DefaultStorageClass',
  resources: ['persistentvolumeclaims'],
  operations: ['CREATE'],
  admit({ object }, core) {
    const { spec, metadata } = object as Classed;
    const isNamed =
      spec?.storageClassName !== undefined ||
      metadata.annotations?.['volume.beta.kubernetes.io/storage-class'] !== undefined;
    return isNamed ? undefined : withClass(core, object, 'storageClassName', storageClasses);
  },
});

/** @source k8s 1.29 plugin/pkg/admission/network/defaultingressclass/admission.go */
export const defaultIngressClass = defineAdmission({
  name: 'DefaultIngressClass',
  resources: ['ingresses.networking.k8s.io'],
  operations: ['CREATE'],
  admit({ object }, core) {
    const { spec, metadata } = object as Classed;
    const isNamed =
      spec?.ingressClassName !== undefined ||
      metadata.annotations?.['kubernetes.io/ingress.class'] !== undefined;
    return isNamed ? undefined : withClass(core, object, 'ingressClassName', ingressClasses);
  },
});
