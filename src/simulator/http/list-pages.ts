/** limit and continue: a long list in pages that are all of one moment. */
import type { Answer, KubeObject, KubernetesVersion, ListOptions, Status } from '../../kube/index.ts';
import { badRequest } from '../../kube/index.ts';
import { decodeContinue, encodeContinue } from './continue-token.ts';

/** Lists of which a page has been given and more may be asked for. */
const capacity = 64;

export interface Listed {
  resourceVersion: string;
  items: readonly KubeObject[];
}

export interface Page extends Listed {
  continue?: string;
  remainingItemCount?: number;
}

/** A list that can be asked for in pages. */
export interface PagedList {
  /** What tells it from others: kind, namespace and selectors. */
  scope: string;
  /** Absent: of all namespaces, or of a kind that has none. */
  namespace: string | undefined;
  options: ListOptions;
  /** As the client gives it. */
  resourceVersion: string;
  version: KubernetesVersion;
  /** The whole, as it is now. */
  list(): Answer<Listed>;
  /** The whole as it was; undefined when that is no longer known. */
  listAt(version: number): Answer<Listed> | undefined;
}

/** The token in it goes on with what there is now. @source k8s 1.20 apiserver/pkg/storage/etcd3/errors.go handleCompactedErrorForPaging */
const expired = (start: string): Status => ({
  kind: 'Status',
  apiVersion: 'v1',
  metadata: { continue: encodeContinue({ version: -1, start }) },
  status: 'Failure',
  message:
    'The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter, or use the continue token in this response to retrieve the remainder of the results. Continuing with the provided token results in an inconsistent list - objects that were created, modified, or deleted between the time the first chunk was returned and now may show up in the list.',
  reason: 'Expired',
  code: 410,
});

const keyOf = ({ metadata }: KubeObject, namespace: string | undefined): string =>
  metadata.namespace === undefined || namespace !== undefined
    ? metadata.name
    : `${metadata.namespace}/${metadata.name}`;

/** Where the page begins that `start` names. */
const indexOf = (items: readonly KubeObject[], start: string, namespace: string | undefined): number => {
  const last = items.findIndex((item) => `${keyOf(item, namespace)}\0` === start);
  if (last >= 0) return last + 1;
  const next = items.findIndex((item) => keyOf(item, namespace) >= start);
  return next < 0 ? items.length : next;
};

export class ListPages {
  readonly #begun = new Map<string, Listed>();

  /** The page that the options ask for. */
  page(asked: PagedList): Answer<Page> {
    const { limit, continue: token } = asked.options;
    if (token === undefined) {
      const answer = asked.list();
      return answer.ok ? this.#cut(asked, answer.value, 0, limit) : answer;
    }
    const decoded = decodeContinue(token, asked.version);
    if (!decoded.ok) return decoded;
    if (asked.resourceVersion !== '' && asked.resourceVersion !== '0')
      return {
        ok: false,
        status: badRequest('specifying resource version is not allowed when using continue'),
      };
    const { version, start } = decoded.value;
    const whole = this.#wholeAt(asked, version);
    if (whole === undefined) return { ok: false, status: expired(start) };
    if (!whole.ok) return whole;
    return this.#cut(asked, whole.value, indexOf(whole.value.items, start, asked.namespace), limit);
  }

  #wholeAt(asked: PagedList, version: number): Answer<Listed> | undefined {
    if (version < 0) return asked.list();
    const begun = this.#begun.get(`${version} ${asked.scope}`);
    return begun === undefined ? asked.listAt(version) : { ok: true, value: begun };
  }

  #cut(asked: PagedList, whole: Listed, start: number, limit: number | undefined): Answer<Page> {
    const { resourceVersion, items } = whole;
    const end = limit === undefined ? items.length : Math.min(items.length, start + limit);
    const page: Page = {
      resourceVersion,
      items: start === 0 && end === items.length ? items : items.slice(start, end),
    };
    if (end < items.length) {
      this.#remember(`${resourceVersion} ${asked.scope}`, whole);
      const last = keyOf(items[end - 1]!, asked.namespace);
      page.continue = encodeContinue({ version: Number(resourceVersion), start: `${last}\0` });
      const { labelSelector = '', fieldSelector = '' } = asked.options;
      if (labelSelector === '' && fieldSelector === '') page.remainingItemCount = items.length - end;
    }
    return { ok: true, value: page };
  }

  #remember(key: string, whole: Listed): void {
    this.#begun.delete(key);
    this.#begun.set(key, whole);
    const [oldest] = this.#begun.keys();
    if (this.#begun.size > capacity && oldest !== undefined) this.#begun.delete(oldest);
  }
}
