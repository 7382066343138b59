/** The first lines of every labproof file: apiVersion and kind. */
import { addWrongType, describeNode, entryOf } from '../document/index.ts';
import type { MapNode, Problems, SourceNode } from '../document/index.ts';

export const apiVersion = 'labproof.dev/v1alpha1';

/** The document as a mapping of the wanted kind; undefined (and said) when it is something else. */
export const readEnvelope = (
  node: SourceNode,
  kinds: readonly string[],
  problems: Problems,
): (MapNode & { kindName: string }) | undefined => {
  if (node.kind === 'scalar' && node.value === null) {
    problems.add(
      'empty-document',
      'this document is empty',
      node.position,
      `begin with\napiVersion: ${apiVersion}\nkind: ${kinds[0] ?? ''}`,
    );
    return undefined;
  }
  if (node.kind !== 'map') {
    problems.add(
      'wrong-type',
      `expected a mapping with apiVersion and kind, found ${describeNode(node)}`,
      node.position,
    );
    return undefined;
  }
  let isGood = true;
  const read = (key: string, known: readonly string[]): string => {
    const entry = entryOf(node, key);
    const value = entry?.value.kind === 'scalar' ? entry.value.value : undefined;
    if (typeof value === 'string' && known.includes(value)) return value;
    isGood = false;
    if (entry === undefined) {
      problems.add('missing-key', `"${key}" is missing`, node.position, `${key}: ${known.join(' or ')}`);
    } else if (typeof value !== 'string') {
      addWrongType(problems, known.join(' or '), entry.value);
    } else {
      const code = key === 'kind' ? 'unknown-kind' : 'unknown-api-version';
      problems.addUnknown(code, key, value, known, entry.value.position);
    }
    return '';
  };
  read('apiVersion', [apiVersion]);
  const kindName = read('kind', kinds);
  return isGood ? { ...node, kindName } : undefined;
};
