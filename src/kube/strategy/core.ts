/** Namespace, Node, Secret, volumes, claims and quotas. */
import { withField, withoutField } from '../defaults/index.ts';
import type { KubeObject, Namespace, Node, Secret } from '../objects/index.ts';
import { encodeBase64 } from '../base64.ts';
import { withEmptyStatus, withStatusOf } from './parts.ts';
import { defineStrategy } from './strategy.ts';

/** @source k8s 1.20 pkg/registry/core/namespace/strategy.go */
export const namespace = defineStrategy<Namespace>({
  kinds: ['Namespace'],
  prepareForCreate: (object) => {
    const finalizers = object.spec?.finalizers ?? [];
    const own = finalizers.includes('kubernetes') ? finalizers : [...finalizers, 'kubernetes'];
    return { ...object, spec: { ...object.spec, finalizers: own }, status: { phase: 'Active' } };
  },
  prepareForUpdate: (object, old) => {
    const finalizers = old.spec?.finalizers;
    const spec =
      finalizers === undefined
        ? withoutField({ ...object.spec }, 'finalizers')
        : { ...object.spec, finalizers };
    return withStatusOf({ ...object, spec }, old);
  },
});

/** podCIDR is the first of podCIDRs. @source k8s 1.20 pkg/apis/core/v1/conversion.go Convert_v1_NodeSpec_To_core_NodeSpec */
const withCidrs = (object: Node): Node => {
  const { podCIDR = '', podCIDRs } = object.spec;
  if (podCIDR === '' && podCIDRs === undefined) return object;
  const [first] = podCIDRs ?? [];
  if (first === undefined) return withField(object, 'spec', { ...object.spec, podCIDRs: [podCIDR] });
  if (podCIDR === first) return object;
  const spec = podCIDR === '' ? { ...object.spec, podCIDR: first } : { ...object.spec, podCIDRs: [podCIDR] };
  return withField(object, 'spec', spec);
};

/** A node that registers itself brings its status. @source k8s 1.20 pkg/registry/core/node/strategy.go */
export const node = defineStrategy<Node>({
  kinds: ['Node'],
  prepareForCreate: withCidrs,
  prepareForUpdate: (object, old) => withStatusOf(withCidrs(object), old),
});

/** stringData is only for writing. @source k8s 1.20 pkg/apis/core/v1/conversion.go Convert_v1_Secret_To_core_Secret */
const withStringData = (object: Secret): Secret => {
  const { stringData, ...rest } = object;
  if (stringData === undefined) return object;
  const encoded = Object.fromEntries(
    Object.entries(stringData).map(([key, text]) => [key, encodeBase64(text)]),
  );
  return { ...rest, data: { ...object.data, ...encoded } };
};

/** @source k8s 1.20 pkg/registry/core/secret/strategy.go */
export const secret = defineStrategy<Secret>({
  kinds: ['Secret'],
  prepareForCreate: withStringData,
  prepareForUpdate: (object, old) => {
    const next = withStringData(object);
    return (next.type ?? '') === '' && old.type !== undefined ? { ...next, type: old.type } : next;
  },
});

/** Kinds of which only the status is not the client's. */
export const plainWithStatus = defineStrategy<KubeObject>({
  kinds: [
    'PersistentVolume',
    'PersistentVolumeClaim',
    'ResourceQuota',
    'CertificateSigningRequest.certificates.k8s.io',
    'VolumeAttachment.storage.k8s.io',
  ],
  prepareForCreate: withEmptyStatus,
  prepareForUpdate: withStatusOf,
});
