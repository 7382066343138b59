/** The scale subresource of a custom kind: which of its fields it reads and writes. */
import {
  badRequest,
  goValueText,
  internalError,
  invalidField,
  isRecord,
  type Answer,
  type FieldError,
  type KubeObject,
  type Scale,
  type ScaleSubresource,
} from '../../../kube/index.ts';
import { failed } from '../server-core.ts';

const largest = 2147483647;

/** A value at a path like ".spec.replicas"; what is in the way of it. */
type Found = { value: unknown; isThere: boolean } | { complaint: string };

const goTypeOf = (value: unknown): string => {
  if (Array.isArray(value)) return '[]interface {}';
  if (isRecord(value)) return 'map[string]interface {}';
  if (typeof value === 'number') return Number.isInteger(value) ? 'int64' : 'float64';
  return typeof value === 'boolean' ? 'bool' : typeof value;
};

const fieldsOf = (path: string): string[] => path.replace(/^\./, '').split('.');

/** @source k8s 1.20 apimachinery/pkg/apis/meta/v1/unstructured/helpers.go NestedFieldNoCopy */
const valueAt = (object: unknown, path: string, wanted: 'int64' | 'string'): Found => {
  let value: unknown = object;
  const passed: string[] = [];
  const wrong = (expected: string): Found => ({
    complaint: `.${passed.join('.')} accessor error: ${goValueText(value)} is of the type ${value === null ? '<nil>' : goTypeOf(value)}, expected ${expected}`,
  });
  for (const field of fieldsOf(path)) {
    if (value === null) return { value: undefined, isThere: false };
    if (!isRecord(value)) return wrong('map[string]interface{}');
    passed.push(field);
    if (!Object.hasOwn(value, field)) return { value: undefined, isThere: false };
    value = value[field];
  }
  return goTypeOf(value) === wanted ? { value, isThere: true } : wrong(wanted);
};

const checkReplicas = (object: KubeObject, path: string): FieldError[] => {
  const found = valueAt(object, path, 'int64');
  if ('complaint' in found) {
    // Upstream names the whole path, wherever it stopped.
    const complaint = found.complaint.replace(/^\.\S* /, `${path} `);
    return [invalidField(path, 0, complaint)];
  }
  const replicas = (found.value ?? 0) as number;
  if (replicas < 0) return [invalidField(path, replicas, 'should be a non-negative integer')];
  if (replicas > largest) return [invalidField(path, replicas, `should be less than or equal to ${largest}`)];
  return [];
};

/** @source k8s 1.20 apiextensions-apiserver/pkg/registry/customresource/validator.go ValidateScaleSpec */
export const checkScaleSpec = (object: KubeObject, scale: ScaleSubresource | undefined): FieldError[] =>
  scale === undefined ? [] : checkReplicas(object, scale.specReplicasPath);

/** @source k8s 1.20 apiextensions-apiserver/pkg/registry/customresource/validator.go ValidateScaleStatus */
export const checkScaleStatus = (object: KubeObject, scale: ScaleSubresource | undefined): FieldError[] => {
  if (scale === undefined) return [];
  const errors = checkReplicas(object, scale.statusReplicasPath);
  const { labelSelectorPath = '' } = scale;
  if (labelSelectorPath === '') return errors;
  const found = valueAt(object, labelSelectorPath, 'string');
  return 'complaint' in found ? [...errors, invalidField(labelSelectorPath, '', found.complaint)] : errors;
};

/** @source k8s 1.20 apiextensions-apiserver/pkg/registry/customresource/etcd.go scaleFromCustomResource */
export const customScaleOf = (
  object: KubeObject,
  scale: ScaleSubresource,
  mayLack = false,
): Answer<Scale> => {
  const spec = valueAt(object, scale.specReplicasPath, 'int64');
  const status = valueAt(object, scale.statusReplicasPath, 'int64');
  const { labelSelectorPath = '' } = scale;
  const selector: Found =
    labelSelectorPath === '' ? { value: '', isThere: true } : valueAt(object, labelSelectorPath, 'string');
  for (const found of [spec, status, selector])
    if ('complaint' in found) return failed(internalError(found.complaint));
  if ('complaint' in spec || 'complaint' in status || 'complaint' in selector)
    return failed(internalError('no scale'));
  if (!spec.isThere && !mayLack)
    return failed(internalError(`the spec replicas field "${scale.specReplicasPath}" does not exist`));
  const { name, namespace, uid, resourceVersion, creationTimestamp } = object.metadata;
  const replicas = (spec.value ?? 0) as number;
  const text = (selector.value ?? '') as string;
  return {
    ok: true,
    value: {
      apiVersion: 'autoscaling/v1',
      kind: 'Scale',
      metadata: { name, namespace, uid, resourceVersion, creationTimestamp },
      spec: replicas === 0 ? {} : { replicas },
      status: {
        replicas: (status.value ?? 0) as number,
        ...(text === '' ? {} : { selector: text }),
      } as Scale['status'],
    } as Scale,
  };
};

const withValue = (object: unknown, fields: readonly string[], value: unknown): unknown => {
  const [field, ...rest] = fields;
  if (field === undefined) return value;
  const own = isRecord(object) ? object : {};
  return { ...own, [field]: withValue(own[field], rest, value) };
};

/** The object with the replicas that a Scale asks for. */
export const withCustomScale = (
  object: KubeObject,
  sent: Scale,
  scale: ScaleSubresource,
): Answer<KubeObject> => {
  const replicas = sent.spec?.replicas;
  const current = valueAt(object, scale.specReplicasPath, 'int64');
  if (replicas === undefined && !('complaint' in current) && !current.isThere)
    return failed(badRequest(`the spec replicas field "${scale.specReplicasPath}" cannot be empty`));
  const changed = withValue(object, fieldsOf(scale.specReplicasPath), replicas ?? 0) as KubeObject;
  const { resourceVersion = '', uid } = sent.metadata;
  const metadata = {
    ...changed.metadata,
    ...(resourceVersion === '' ? {} : { resourceVersion }),
    ...(uid === undefined ? {} : { uid }),
  };
  return { ok: true, value: { ...changed, metadata } };
};
