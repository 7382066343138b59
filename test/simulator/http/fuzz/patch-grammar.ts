/** Patches of every type to an object, made by chance. */
import type { Random } from '../../../../src/core/index.ts';
import type { ApiResource, KubeObject } from '../../../../src/kube/index.ts';
import { garbled, isLikely, mutated, oddValue, pick } from './mutate.ts';

const pathsIn = (value: unknown, path = ''): string[] => {
  if (typeof value !== 'object' || value === null) return [path];
  const inner = Object.entries(value).flatMap(([key, one]) =>
    pathsIn(one, `${path}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`),
  );
  return [path, ...inner];
};

const operation = (random: Random, paths: readonly string[]): unknown => {
  const path = isLikely(random, 0.85)
    ? pick(random, paths)
    : pick(random, [
        '',
        '/',
        '/nothing/x',
        '/spec/-',
        '/~2',
        'x',
        '/metadata/labels/a~1b',
        '/spec/containers/99',
        '/__proto__/x',
      ]);
  const op = pick(random, ['add', 'remove', 'replace', 'test', 'move', 'copy', 'x']);
  const one: Record<string, unknown> = { op, path };
  if (isLikely(random, 0.9)) one['value'] = oddValue(random);
  if (op === 'move' || op === 'copy') one['from'] = pick(random, paths);
  return one;
};

/** Only some of the fields. */
const part = (random: Random, value: unknown, depth = 0): unknown => {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || depth > 4) return value;
  const entries = Object.entries(value).filter(() => isLikely(random, 0.5));
  return Object.fromEntries(entries.map(([key, one]) => [key, part(random, one, depth + 1)]));
};

export const patchOf = (
  random: Random,
  { kind, group, version }: ApiResource,
  existing: KubeObject | undefined,
): { type: string; body: Uint8Array } => {
  const name = pick(random, [
    'json-patch+json',
    'merge-patch+json',
    'strategic-merge-patch+json',
    'strategic-merge-patch+json',
    'apply-patch+yaml',
  ]);
  const type = `application/${name}`;
  const object = existing ?? { metadata: { name: 'a' } };
  let value: unknown;
  if (name === 'json-patch+json') {
    const paths = pathsIn(object);
    const operations = Array.from({ length: random.below(4) }, () => operation(random, paths));
    value = isLikely(random, 0.03) ? oddValue(random) : operations;
  } else {
    value = mutated(random, part(random, object));
    if (name === 'apply-patch+yaml' && typeof value === 'object' && isLikely(random, 0.9))
      value = {
        ...value,
        apiVersion: group === '' ? version : `${group}/${version}`,
        kind,
        metadata: { name: object.metadata.name },
      };
  }
  const text = JSON.stringify(value);
  return { type, body: isLikely(random, 0.03) ? garbled(random, text) : new TextEncoder().encode(text) };
};
