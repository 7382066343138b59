/** JSON of stored objects, made once an object and shared by all who read it: watchers and lists. */
import type { KubeObject } from '../../kube/index.ts';
import type { ServedResource } from '../apiserver/index.ts';
import type { Accepted } from './accept.ts';

/** Without kind and apiVersion, as in lists. Stored objects are never changed, so neither is this. */
const itemTexts = new WeakMap<KubeObject, string>();

const itemText = (stored: KubeObject): string => {
  let text = itemTexts.get(stored);
  if (text === undefined) {
    text = JSON.stringify({ ...stored, kind: undefined, apiVersion: undefined });
    itemTexts.set(stored, text);
  }
  return text;
};

/** The object in the version of its path, with kind and apiVersion in front, as upstream writes them. */
export const objectText = (served: ServedResource, stored: KubeObject): string => {
  const shown = served.present(stored);
  // Of another version than the stored one: nothing to share.
  if (shown !== stored) return JSON.stringify(shown);
  const { kind, apiVersion } = stored;
  return `{"kind":${JSON.stringify(kind)},"apiVersion":${JSON.stringify(apiVersion)},${itemText(stored).slice(1)}`;
};

/** A list of whole objects; undefined where its items are none that can be shared. */
export const listText = (
  served: ServedResource,
  accepted: Accepted,
  items: readonly KubeObject[],
  metadata: unknown,
): string | undefined => {
  if (accepted.form !== 'object' || accepted.format !== 'json' || accepted.isPretty) return undefined;
  // Items of custom kinds say what they are.
  if ('custom' in served.resource && served.resource.custom !== undefined) return undefined;
  if (items.some((item) => served.present(item) !== item)) return undefined;
  const { described, apiVersion } = served;
  const head = JSON.stringify({ kind: `${described.kind}List`, apiVersion, metadata });
  return `${head.slice(0, -1)},"items":[${items.map(itemText).join(',')}]}\n`;
};
