/** AnswerCheck: holds what a simulator answers against the protocol and Kubernetes' types, and says what does not fit of which object. */
import { isJsonObject } from '../../kube/index.ts';
import type { KubeObject } from '../../kube/index.ts';
import { missingIn, wrongTypeIn } from './object-check.ts';
import { methods } from './protocol.ts';
import type { MethodName, WatchMessage } from './protocol.ts';
import type { MessageCheck } from './validate-message.ts';

/** `"get" of pods default/web`, `"list" of pods`, `"open"`. */
export const requestTitle = (method: MethodName, params: unknown): string => {
  const { resource, namespace, name, object } = params as {
    resource?: { name: string };
    namespace?: string;
    name?: string;
    object?: { metadata?: { name?: string } };
  };
  if (resource === undefined) return `"${method}"`;
  const called = name ?? object?.metadata?.name;
  if (called !== undefined)
    return `"${method}" of ${resource.name} ${namespace === undefined ? '' : `${namespace}/`}${called}`;
  return `"${method}" of ${resource.name}${namespace === undefined ? '' : ` in ${namespace}`}`;
};

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';

/** "Pod default/web", as far as it can be made out. */
const objectTitle = (value: unknown): string | undefined => {
  if (!isJsonObject(value)) return undefined;
  const metadata = isJsonObject(value['metadata']) ? value['metadata'] : {};
  const { namespace, name } = metadata;
  const named = [namespace, name].filter(isText).join('/');
  const words = [value['kind'], named].filter(isText);
  return words.length === 0 ? undefined : words.join(' ');
};

const isKubeObject = (value: unknown): value is KubeObject =>
  isJsonObject(value) &&
  isText(value['apiVersion']) &&
  isText(value['kind']) &&
  value['kind'] !== 'Status' &&
  isJsonObject(value['metadata']);

interface Placed {
  /** In the answer: "items[3]", or "" for the answer itself. */
  path: string;
  value: unknown;
}

/** The objects of an answer, each with the way to it. */
const objectsIn = (result: unknown): Placed[] => {
  if (!isJsonObject(result)) return [];
  const { items, rows } = result;
  if (Array.isArray(items)) return items.map((value, at) => ({ path: `items[${at}]`, value }));
  if (Array.isArray(rows))
    return rows.map((row, at) => ({
      path: `rows[${at}].object`,
      value: (row as { object?: unknown } | null)?.object,
    }));
  return [{ path: '', value: result }];
};

/** How many objects are remembered to look for what may have been missing. */
const remembered = 500;

export class AnswerCheck {
  readonly wrongWith: MessageCheck;
  /** Of the version that the simulator is, once that is known. */
  minor = 0;
  /** Newest last. */
  readonly #seen: { title: string; object: KubeObject }[] = [];
  #lastTitle = '';

  constructor(wrongWith: MessageCheck) {
    this.wrongWith = wrongWith;
  }

  /** What is wrong with an answer; undefined when nothing is. */
  misfit(method: MethodName, title: string, result: unknown): string | undefined {
    this.#lastTitle = title;
    const objects = objectsIn(result);
    const wrong = this.wrongWith(methods[method].result, result);
    if (wrong !== undefined) {
      const place = objects.find(({ path }) => path !== '' && wrong.startsWith(path)) ?? objects[0];
      const named = objectTitle(place?.value);
      return named === undefined ? wrong : `${wrong} (of ${named})`;
    }
    for (const { path, value } of objects) {
      const misfit = this.#objectMisfit(value, title);
      if (misfit !== undefined) return path === '' ? misfit : `${path}, ${misfit}`;
    }
    return undefined;
  }

  /** What is wrong with the object that a watch tells of. */
  watchMisfit({ object }: WatchMessage): string | undefined {
    return this.#objectMisfit(object, 'a watch');
  }

  /** What may be behind an error that comes of what was answered: the newest object that lacks what every Kubernetes gives it. */
  suspicion(): { title: string; lacking?: string } {
    for (const { title, object } of this.#seen.toReversed()) {
      const missing = missingIn(object, this.minor);
      if (missing !== undefined) return { title, lacking: `${objectTitle(object) ?? ''} has no ${missing}` };
    }
    return { title: this.#lastTitle };
  }

  forget(): void {
    this.#seen.length = 0;
  }

  #objectMisfit(value: unknown, title: string): string | undefined {
    if (!isKubeObject(value)) return undefined;
    this.#seen.push({ title, object: value });
    if (this.#seen.length > 2 * remembered) this.#seen.splice(0, remembered);
    const wrong = wrongTypeIn(value, this.minor);
    return wrong === undefined ? undefined : `${objectTitle(value) ?? ''}: ${wrong}`;
  }
}
