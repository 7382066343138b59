/** The argument of apply and create: a manifest file, an inline object, or a list of either. */
import { addWrongType, entryOf, toPlain } from '../document/index.ts';
import type { Field, FieldDocs, Problems, SourceNode } from '../document/index.ts';
import type { Position } from '../core/index.ts';

export type Manifest =
  | { file: string; position: Position }
  | { object: Record<string, unknown>; source: SourceNode; position: Position };

const takes = 'a file, an object with apiVersion and kind, or a list of these';

const readOne = (node: SourceNode, problems: Problems): Manifest | undefined => {
  const { position } = node;
  if (node.kind === 'scalar' && typeof node.value === 'string' && node.value.trim() !== '')
    return { file: node.value, position };
  if (node.kind !== 'map') return addWrongType(problems, takes, node);
  for (const key of ['apiVersion', 'kind']) {
    const value = entryOf(node, key)?.value;
    if (value?.kind === 'scalar' && typeof value.value === 'string' && value.value !== '') continue;
    problems.add(
      'bad-manifest',
      `the object has no ${key}`,
      value?.position ?? position,
      `write ${key}, as in every manifest`,
    );
    return undefined;
  }
  return { object: toPlain(node) as Record<string, unknown>, source: node, position };
};

const one = {
  anyOf: [
    { type: 'string', pattern: '\\S' },
    { type: 'object', required: ['apiVersion', 'kind'] },
  ],
};

export const manifestField = (docs: FieldDocs): Field<Manifest[]> => ({
  ...docs,
  takes,
  schema: () => ({ anyOf: [...one.anyOf, { type: 'array', minItems: 1, items: one }] }),
  read(node, problems) {
    if (node.kind !== 'list') {
      const manifest = readOne(node, problems);
      return manifest === undefined ? undefined : [manifest];
    }
    if (node.items.length === 0) {
      problems.add('empty-list', 'this list is empty', node.position, 'name a file or write an object');
      return undefined;
    }
    const manifests = node.items
      .map((item) => readOne(item, problems))
      .filter((manifest) => manifest !== undefined);
    return manifests.length === node.items.length ? manifests : undefined;
  },
});

/** "echo-hname.yaml", "Deployment/echo-hname", "3 objects". */
export const manifestTitle = (manifests: readonly Manifest[]): string => {
  const [first] = manifests;
  if (first === undefined || manifests.length > 1) return `${manifests.length} objects`;
  if ('file' in first) return first.file;
  const name = (first.object['metadata'] as { name?: unknown } | undefined)?.name;
  return `${String(first.object['kind'])}/${typeof name === 'string' ? name : '?'}`;
};

export const manifestFiles = (manifests: readonly Manifest[]): { path: string; isManifest: boolean }[] =>
  manifests.flatMap((manifest) => ('file' in manifest ? [{ path: manifest.file, isManifest: true }] : []));
