/** What the resourceVersion of a read asks for, and the refusals of those that nobody can give. */
import {
  unclassifiedError,
  badRequest,
  goQuote,
  isAtLeast,
  type Answer,
  type KubernetesVersion,
  type Status,
} from '../../kube/index.ts';

/** @source k8s 1.20 apiserver/pkg/storage/etcd3/api_object_versioner.go ParseResourceVersion */
const complaintOf = (text: string): string | undefined => {
  const why = !/^\d+$/.test(text)
    ? 'invalid syntax'
    : BigInt(text) > 0xffff_ffff_ffff_ffffn
      ? 'value out of range'
      : undefined;
  const quoted = goQuote(text);
  return why === undefined
    ? undefined
    : `resourceVersion: Invalid value: ${quoted}: strconv.ParseUint: parsing ${quoted}: ${why}`;
};

/** The version of a get, of a watch, or of a list that need not be exact; 0 when none is asked for. */
export const parseResourceVersion = (text: string): Answer<number> => {
  const complaint = complaintOf(text);
  if (text === '') return { ok: true, value: 0 };
  return complaint === undefined
    ? { ok: true, value: Number(text) }
    : { ok: false, status: unclassifiedError(complaint) };
};

/** @source k8s 1.20 apiserver/pkg/storage/errors.go NewTooLargeResourceVersionError */
export const tooLargeVersion = (asked: number, current: number): Status => ({
  kind: 'Status',
  apiVersion: 'v1',
  metadata: {},
  status: 'Failure',
  message: `Timeout: Too large resource version: ${asked}, current: ${current}`,
  reason: 'Timeout',
  details: {
    causes: [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }],
    retryAfterSeconds: 1,
  },
  code: 504,
});

/** The refusal of a get or of a list that must not be older than `text`. */
export const refuseTooLarge = (text: string, current: number): Status | undefined => {
  const asked = parseResourceVersion(text);
  if (!asked.ok) return asked.status;
  return asked.value > current ? tooLargeVersion(asked.value, current) : undefined;
};

/**
 * The version of a list that must be exact: undefined for the latest.
 * @source k8s 1.20 apiserver/pkg/storage/etcd3/store.go List
 */
export const exactVersion = (
  text: string,
  current: number,
  version: KubernetesVersion,
): Answer<number | undefined> => {
  if (text === '' || text === '0') return { ok: true, value: undefined };
  const complaint = complaintOf(text);
  if (complaint !== undefined)
    return { ok: false, status: badRequest(`invalid resource version: ${complaint}`) };
  const asked = Number(text);
  if (asked <= current) return { ok: true, value: asked };
  return {
    ok: false,
    status: isAtLeast(version, 34)
      ? tooLargeVersion(asked, current)
      : unclassifiedError('etcdserver: mvcc: required revision is a future revision'),
  };
};
