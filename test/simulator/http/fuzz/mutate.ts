/** Changes a JSON value a little, or a text of one: what a broken client might send. */
import type { Random } from '../../../../src/core/index.ts';

export const pick = <T>(random: Random, values: readonly T[]): T => values[random.below(values.length)]!;

export const isLikely = (random: Random, share: number): boolean => random.float() < share;

const nested = (depth: number): unknown => {
  let value: unknown = 'x';
  for (let level = 0; level < depth; level++) value = level % 2 === 0 ? [value] : { a: value };
  return value;
};

const oddValues: readonly unknown[] = [
  null,
  true,
  false,
  0,
  -1,
  1,
  1.5,
  1e308,
  -1e308,
  2 ** 31,
  2 ** 53,
  65_536,
  '',
  ' ',
  '0',
  '-1',
  'true',
  'null',
  'default',
  'kube-system',
  'a b',
  'x'.repeat(300),
  'ünï-ço∂é \u0000 \ud800',
  '1Gi',
  '100%',
  '-5%',
  '2021-01-20T12:00:00Z',
  '2021-13-40T99:00:00Z',
  '9999999999999999999999',
  '__proto__',
  'constructor',
  '../../etc/passwd',
  '172.16.0.1',
  '::1',
  '$(A)',
  [],
  {},
  [null],
  [[]],
  ['a', 'a'],
  { a: null },
  { '': '' },
  { name: 'a' },
  [{ name: 'a' }, { name: 'a' }],
  { matchLabels: { app: 'x' } },
  { $patch: 'delete' },
  { $patch: 'replace' },
  { matchExpressions: [{ key: 'a', operator: 'In', values: ['b'] }] },
  nested(20),
];

const oddKeys = [
  '',
  'name',
  'namespace',
  'uid',
  'resourceVersion',
  'generation',
  'creationTimestamp',
  'deletionTimestamp',
  'finalizers',
  'ownerReferences',
  'labels',
  'annotations',
  'managedFields',
  'generateName',
  'status',
  'spec',
  'metadata',
  'kind',
  'apiVersion',
  'replicas',
  'selector',
  'template',
  'toString',
  'hasOwnProperty',
  '__proto__',
  '$patch',
  '$setElementOrder/containers',
  '$retainKeys',
  '$deleteFromPrimitiveList/finalizers',
];

export const oddValue = (random: Random): unknown => {
  const value = pick(random, oddValues);
  return typeof value === 'object' ? structuredClone(value) : value;
};

type Holder = Record<string, unknown> | unknown[];

const isHolder = (value: unknown): value is Holder => typeof value === 'object' && value !== null;

/** A holder somewhere in `value`; the deeper the rarer. */
const holderIn = (random: Random, value: Holder): Holder => {
  let here = value;
  for (;;) {
    const inner = Object.values(here).filter(isHolder);
    if (inner.length === 0 || isLikely(random, 0.25)) return here;
    here = pick(random, inner);
  }
};

const put = (holder: Holder, key: string, value: unknown): void => {
  // "__proto__" is a key like any other in JSON.
  Object.defineProperty(holder, key, { value, enumerable: true, configurable: true, writable: true });
};

const mutateOnce = (random: Random, value: Holder): void => {
  const holder = holderIn(random, value);
  const keys = Object.keys(holder);
  const key = keys.length === 0 ? 'a' : pick(random, keys);
  switch (random.below(6)) {
    case 0:
      if (Array.isArray(holder)) holder.splice(Number(key), 1);
      else Reflect.deleteProperty(holder, key);
      return;
    case 1:
      if (Array.isArray(holder)) holder.push(structuredClone(holder[0] ?? oddValue(random)));
      else put(holder, pick(random, oddKeys), oddValue(random));
      return;
    case 2: {
      const other = (holder as Record<string, unknown>)[keys.length === 0 ? 'a' : pick(random, keys)];
      put(holder, key, structuredClone(other ?? null));
      return;
    }
    default:
      put(holder, key, oddValue(random));
  }
};

/** A copy with up to three changes. */
export const mutated = (random: Random, value: unknown): unknown => {
  if (!isHolder(value)) return oddValue(random);
  const copy = structuredClone(value);
  for (let left = 1 + random.below(3); left > 0; left--) mutateOnce(random, copy);
  return isLikely(random, 0.01) ? [copy] : copy;
};

/** Bytes of a text that has been cut, doubled or struck somewhere. */
export const garbled = (random: Random, text: string): Uint8Array => {
  const bytes = new TextEncoder().encode(text);
  const at = random.below(bytes.length + 1);
  switch (random.below(5)) {
    case 0:
      return bytes.slice(0, at);
    case 1:
      return new TextEncoder().encode(
        text.slice(0, at) + pick(random, ['{', '"', ',', '\\u', ']', '\u0000']) + text.slice(at),
      );
    case 2: {
      const struck = bytes.slice();
      for (let left = 1 + random.below(4); left > 0 && struck.length > 0; left--)
        struck[random.below(struck.length)] = random.below(256);
      return struck;
    }
    case 3:
      return new TextEncoder().encode(`${text}${text}`);
    default:
      return new TextEncoder().encode(text.replace('{', `{"kind":"${pick(random, ['Pod', '', 'List'])}",`));
  }
};
