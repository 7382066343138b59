/** The options of a request: what its query says of lists, writes and deletions. */
import {
  badRequest,
  goQuote,
  invalid,
  type Answer,
  type DeleteOptions,
  type ListOptions,
  type WriteOptions,
} from '../../kube/index.ts';

type Query = URLSearchParams;

/** @source k8s 1.20 apimachinery/pkg/runtime/converter: a bool parameter is true unless "false" or "0" */
export const isSet = (query: Query, name: string): boolean => {
  const value = query.get(name);
  return value !== null && value !== 'false' && value !== '0';
};

/** A whole number, or undefined. */
export const numberOf = (query: Query, name: string): Answer<number | undefined> => {
  const text = query.get(name);
  if (text === null || text === '') return { ok: true, value: undefined };
  if (!/^[+-]?\d+$/.test(text)) {
    return {
      ok: false,
      status: badRequest(`strconv.ParseInt: parsing ${JSON.stringify(text)}: invalid syntax`),
    };
  }
  if (BigInt(text.replace('+', '')) !== BigInt.asIntN(64, BigInt(text.replace('+', ''))))
    return {
      ok: false,
      status: badRequest(`strconv.ParseInt: parsing ${JSON.stringify(text)}: value out of range`),
    };
  return { ok: true, value: Number(text) };
};

export const readListOptions = (query: Query, namespace: string | undefined): Answer<ListOptions> => {
  const limit = numberOf(query, 'limit');
  if (!limit.ok) return limit;
  const timeout = numberOf(query, 'timeoutSeconds');
  if (!timeout.ok) return timeout;
  const token = query.get('continue') ?? '';
  return {
    ok: true,
    value: {
      ...(namespace === undefined ? {} : { namespace }),
      labelSelector: query.get('labelSelector') ?? '',
      fieldSelector: query.get('fieldSelector') ?? '',
      ...(limit.value === undefined || limit.value <= 0 ? {} : { limit: limit.value }),
      ...(token === '' ? {} : { continue: token }),
    },
  };
};

const refuse = (kind: string, field: string, reason: string, message: string): Answer<never> => ({
  ok: false,
  status: invalid('meta.k8s.io', kind, '', [{ reason, field, message }]),
});

/** @source k8s 1.20 apimachinery/pkg/apis/meta/v1/validation/validation.go ValidateDryRun */
const readDryRun = (values: readonly unknown[], kind: string): Answer<boolean> => {
  if (values.some((value) => value !== 'All')) {
    const printed = values.map((value) => goQuote(String(value))).join(', ');
    const message = `Unsupported value: []string{${printed}}: supported values: "All"`;
    return refuse(kind, 'dryRun', 'FieldValueNotSupported', message);
  }
  return { ok: true, value: values.length > 0 };
};

export const readWriteOptions = (query: Query, kind: string): Answer<WriteOptions> => {
  const dryRun = readDryRun(query.getAll('dryRun'), kind);
  if (!dryRun.ok) return dryRun;
  const fieldManager = query.get('fieldManager') ?? '';
  if (fieldManager.length > 128) {
    return refuse(kind, 'fieldManager', 'FieldValueTooLong', 'Too long: must have at most 128 bytes');
  }
  const unprintable = [...fieldManager].findIndex(
    (character) => /[\p{C}\p{Z}]/u.test(character) && character !== ' ',
  );
  if (unprintable >= 0) {
    const code = [...fieldManager][unprintable]!.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0');
    const message = `Invalid value: ${goQuote(fieldManager)}: invalid character U+${code} (at position ${unprintable})`;
    return refuse(kind, 'fieldManager', 'FieldValueInvalid', message);
  }
  return {
    ok: true,
    value: {
      ...(dryRun.value ? { dryRun: true } : {}),
      ...(fieldManager === '' ? {} : { fieldManager }),
    },
  };
};

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const policies = ['Foreground', 'Background', 'Orphan'] as const;

/**
 * DeleteOptions, from the body or else from the query.
 * @source k8s 1.20 apiserver/pkg/endpoints/handlers/delete.go, apimachinery/pkg/apis/meta/v1/validation/validation.go ValidateDeleteOptions
 */
export const readDeleteOptions = (query: Query, body: unknown): Answer<DeleteOptions> => {
  const given = isObject(body) ? body : undefined;
  let grace: unknown = given?.['gracePeriodSeconds'] ?? undefined;
  if (given === undefined) {
    const asked = numberOf(query, 'gracePeriodSeconds');
    if (!asked.ok) return asked;
    grace = asked.value;
  }
  if (grace !== undefined && (typeof grace !== 'number' || !Number.isSafeInteger(grace))) {
    const found = typeof grace === 'number' ? `number ${grace}` : typeof grace;
    const why = `json: cannot unmarshal ${found} into Go struct field DeleteOptions.gracePeriodSeconds of type int64`;
    return { ok: false, status: badRequest(why) };
  }
  const orphan =
    given !== undefined
      ? given['orphanDependents']
      : query.has('orphanDependents')
        ? isSet(query, 'orphanDependents')
        : undefined;
  const isOrphaning = orphan === null || orphan === undefined ? undefined : orphan === true;
  const policy = given === undefined ? query.get('propagationPolicy') : given['propagationPolicy'];
  if (typeof policy === 'string' && isOrphaning !== undefined) {
    const message = `Invalid value: ${goQuote(policy)}: orphanDependents and deletionPropagation cannot be both set`;
    return refuse('DeleteOptions', 'propagationPolicy', 'FieldValueInvalid', message);
  }
  const known = policies.find((one) => one === policy);
  if (typeof policy === 'string' && policy !== '' && known === undefined) {
    const message = `Unsupported value: ${JSON.stringify(policy)}: supported values: "Foreground", "Background", "Orphan", "nil"`;
    return refuse('DeleteOptions', 'propagationPolicy', 'FieldValueNotSupported', message);
  }
  const dryRun = readDryRun(
    given === undefined ? query.getAll('dryRun') : Array.isArray(given['dryRun']) ? given['dryRun'] : [],
    'DeleteOptions',
  );
  if (!dryRun.ok) return dryRun;
  const { uid, resourceVersion } = isObject(given?.['preconditions']) ? given['preconditions'] : {};
  const propagationPolicy =
    known ?? (isOrphaning === undefined ? undefined : isOrphaning ? 'Orphan' : 'Background');
  return {
    ok: true,
    value: {
      ...(grace === undefined ? {} : { gracePeriodSeconds: grace }),
      ...(propagationPolicy === undefined ? {} : { propagationPolicy }),
      ...(dryRun.value ? { dryRun: true } : {}),
      preconditions: {
        ...(typeof uid === 'string' ? { uid } : {}),
        ...(typeof resourceVersion === 'string' ? { resourceVersion } : {}),
      },
    },
  };
};
