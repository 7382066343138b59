/** ConfigMap, Secret, ServiceAccount. */
import type { ConfigMap, KubeObject, Secret } from '../objects/index.ts';
import { decodeBase64 } from '../base64.ts';
import { deepEqual } from '../json-value.ts';
import { configMapKeyErrors } from '../names.ts';
import type { KubernetesVersion } from '../version.ts';
import type { FieldError } from './field-error.ts';
import { forbidden, invalid, required, tooLong } from './field-error.ts';
import { FieldPath } from './field-path.ts';
import { checkName } from './name-check.ts';
import { checkObjectMeta, checkObjectMetaUpdate } from './object-meta.ts';
import { defineValidator } from './validator.ts';

const metaRules = { namespaced: true };
/** One mebibyte. */
const maxDataBytes = 1024 * 1024;
const dataPath = FieldPath.of('data');

/** Bytes of base64 text, decoded. */
const decodedLength = (text: string): number => Math.floor((text.replace(/[=\s]/g, '').length * 3) / 4);

/** @source k8s 1.20 pkg/apis/core/validation/validation.go ValidateConfigMap */
const checkConfigMap = (
  errors: FieldError[],
  { metadata, data, binaryData }: ConfigMap,
  version: KubernetesVersion,
): void => {
  checkObjectMeta(errors, metadata, metaRules, version);
  let size = 0;
  for (const key in data) {
    checkName(errors, () => dataPath.key(key), key, configMapKeyErrors, version);
    if (binaryData?.[key] !== undefined)
      errors.push(invalid(dataPath.key(key), key, 'duplicate of key present in binaryData'));
    size += data[key]!.length;
  }
  for (const key in binaryData) {
    checkName(errors, () => FieldPath.of('binaryData').key(key), key, configMapKeyErrors, version);
    size += decodedLength(binaryData[key]!);
  }
  if (size > maxDataBytes) errors.push(tooLong('[]', maxDataBytes));
};

const fixedMessage = 'field is immutable when `immutable` is set';

interface Fixable {
  immutable?: boolean;
  data?: object;
  binaryData?: object;
}

const checkImmutable = (errors: FieldError[], object: Fixable, old: Fixable): void => {
  if (old.immutable !== true) return;
  if (object.immutable !== true) errors.push(forbidden('immutable', fixedMessage));
  for (const field of ['data', 'binaryData'] as const) {
    if (!deepEqual(object[field] ?? {}, old[field] ?? {})) errors.push(forbidden(field, fixedMessage));
  }
};

export const configMap = defineValidator<ConfigMap>({
  kinds: ['ConfigMap'],
  create: checkConfigMap,
  update: (errors, object, old, version) => {
    checkObjectMetaUpdate(errors, object.metadata, old.metadata);
    checkImmutable(errors, object, old);
    checkConfigMap(errors, object, version);
  },
});

const serviceAccountName = 'kubernetes.io/service-account.name';

const checkDockerConfig = (
  errors: FieldError[],
  key: string,
  data: Readonly<Record<string, string>> | undefined,
): void => {
  const encoded = data?.[key];
  if (encoded === undefined) errors.push(required(dataPath.key(key)));
  else {
    const wrong = jsonError(decodeBase64(encoded));
    if (wrong !== undefined) errors.push(invalid(dataPath.key(key), '<secret contents redacted>', wrong));
  }
};

/** @deviates Go names the character that is wrong; here only the first one is looked at */
const jsonError = (text: string): string | undefined => {
  try {
    JSON.parse(text);
    return undefined;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const first = text.trim().charAt(0);
    return first === '' || '{["'.includes(first)
      ? 'unexpected end of JSON input'
      : `invalid character '${first}' looking for beginning of value`;
  }
};

/** What each type of secret must hold. The paths with "%s" are upstream's. */
const checkByType: Record<string, (errors: FieldError[], secret: Secret) => void> = {
  'kubernetes.io/service-account-token': (errors, { metadata }) => {
    if ((metadata.annotations?.[serviceAccountName] ?? '') !== '') return;
    errors.push(required(FieldPath.of('metadata').child('annotations').key(serviceAccountName)));
  },
  'kubernetes.io/dockercfg': (errors, { data }) => {
    checkDockerConfig(errors, '.dockercfg', data);
  },
  'kubernetes.io/dockerconfigjson': (errors, { data }) => {
    checkDockerConfig(errors, '.dockerconfigjson', data);
  },
  'kubernetes.io/basic-auth': (errors, { data }) => {
    if (data?.username !== undefined || data?.password !== undefined) return;
    errors.push(
      required(FieldPath.of('data[%s]').key('username')),
      required(FieldPath.of('data[%s]').key('password')),
    );
  },
  'kubernetes.io/ssh-auth': (errors, { data }) => {
    if ((data?.['ssh-privatekey'] ?? '') === '')
      errors.push(required(FieldPath.of('data[%s]').key('ssh-privatekey')));
  },
  'kubernetes.io/tls': (errors, { data }) => {
    for (const key of ['tls.crt', 'tls.key'])
      if (data?.[key] === undefined) errors.push(required(dataPath.key(key)));
  },
};

/** @source k8s 1.20 pkg/apis/core/validation/validation.go ValidateSecret */
const checkSecret = (errors: FieldError[], object: Secret, version: KubernetesVersion): void => {
  checkObjectMeta(errors, object.metadata, metaRules, version);
  let size = 0;
  for (const key in object.data) {
    checkName(errors, () => dataPath.key(key), key, configMapKeyErrors, version);
    size += decodedLength(object.data[key]!);
  }
  if (size > maxDataBytes) errors.push(tooLong(dataPath, maxDataBytes));
  const { type = '' } = object;
  if (Object.hasOwn(checkByType, type)) checkByType[type]!(errors, object);
};

export const secret = defineValidator<Secret>({
  kinds: ['Secret'],
  create: checkSecret,
  update: (errors, object, old, version) => {
    checkObjectMetaUpdate(errors, object.metadata, old.metadata);
    if (object.type !== old.type) errors.push(invalid('type', object.type ?? '', 'field is immutable'));
    checkImmutable(errors, object, old);
    checkSecret(errors, object, version);
  },
});

/** Kinds of which only the metadata is judged. */
export const metadataOnly = defineValidator<KubeObject>({
  kinds: [
    'ServiceAccount',
    'EndpointSlice.discovery.k8s.io',
    'ControllerRevision.apps',
    'Lease.coordination.k8s.io',
  ],
  create: (errors, object, version) => {
    checkObjectMeta(errors, object.metadata, metaRules, version);
  },
  update: (errors, object, old, version) => {
    checkObjectMetaUpdate(errors, object.metadata, old.metadata);
    checkObjectMeta(errors, object.metadata, metaRules, version);
  },
});
