/** How the validation tables write errors, statuses and what differs from run to run. */
import type { FieldError, Status } from '../../../src/kube/index.ts';

const clusterKinds = new Set([
  'Node',
  'Namespace',
  'PersistentVolume',
  'StorageClass',
  'PriorityClass',
  'ClusterRole',
  'ClusterRoleBinding',
]);
/** What the request's path tells a server. */
export const isNamespaced = (kind: string): boolean => !clusterKinds.has(kind);

/** Each error once, as the tables list them. */
export const listErrors = (errors: readonly FieldError[]): object[] => {
  const seen = new Map(errors.map(({ type, field, detail, text }) => [text, { type, field, detail, text }]));
  return [...seen.values()];
};

/** The fields of a Status that the tables give. */
export const statusFacts = ({ code, details, message, reason, status }: Status): object => ({
  code,
  details,
  message,
  reason,
  status,
});

/** What a server makes up, and the tables write as <uid> and <suffix>. */
export const madeUp = { uid: '00000000-0000-4000-8000-0123456789ab', suffix: 'zzzzz' };

/** Pointers and Go diffs as the tables write them. */
const printed = (text: string): string =>
  text
    .replaceAll(madeUp.uid, '<uid>')
    .replaceAll(`-${madeUp.suffix}`, '-<suffix>')
    .replace(/0xc[0-9a-f]+/g, '0x<pointer>')
    .replace(
      /((?:previously negative\)|existing tolerations\)|after creation|bound claims))\n[^]*$/,
      '$1\n<diff>',
    );

export const asPrinted = <T>(value: T): T =>
  JSON.parse(JSON.stringify(value), (_key, item: unknown) =>
    typeof item === 'string' ? printed(item) : item,
  ) as T;
