/** limit and continue: a long list in pages that are all of one moment. */
import type { Answer, KubeObject, ListOptions, Status } from '../../kube/index.ts';
import { badRequest } from '../../kube/index.ts';

/** Lists of which a page has been given and more may be asked for. */
const capacity = 64;

interface Listed {
  resourceVersion: string;
  items: readonly KubeObject[];
}

export interface Page extends Listed {
  continue?: string;
  remainingItemCount?: number;
}

/** @source k8s 1.20 apiserver/pkg/storage/etcd3/errors.go handleCompactedErrorForPaging */
const expired = (): Status => ({
  kind: 'Status',
  apiVersion: 'v1',
  metadata: {},
  status: 'Failure',
  message:
    'The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter.',
  reason: 'Expired',
  code: 410,
});

export class ListPages {
  readonly #begun = new Map<string, Listed>();

  /** The page that `options` ask for; `list` makes the whole, where it is not yet begun. `path` tells lists apart. */
  page(path: string, options: ListOptions, list: () => Answer<Listed>): Answer<Page> {
    const { limit, continue: token } = options;
    let start = 0;
    let whole: Listed | undefined;
    if (token !== undefined) {
      const read = /^([0-9]{1,16})\.([0-9]{1,9})$/.exec(fromBase64(token) ?? '');
      if (read === null) return { ok: false, status: badRequest('continue key is not valid') };
      start = Number(read[2]);
      whole = this.#begun.get(`${read[1]!} ${path}`);
      if (whole === undefined) return { ok: false, status: expired() };
    } else {
      const answer = list();
      if (!answer.ok) return answer;
      whole = answer.value;
    }
    const { resourceVersion, items } = whole;
    const end = limit === undefined ? items.length : Math.min(items.length, start + limit);
    const page: Page = {
      resourceVersion,
      items: start === 0 && end === items.length ? items : items.slice(start, end),
    };
    if (end < items.length) {
      this.#remember(`${resourceVersion} ${path}`, whole);
      page.continue = btoa(`${resourceVersion}.${end}`);
      const isSelective = (options.labelSelector ?? '') !== '' || (options.fieldSelector ?? '') !== '';
      if (!isSelective) page.remainingItemCount = items.length - end;
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

const fromBase64 = (text: string): string | undefined => {
  try {
    return atob(text);
  } catch {
    return undefined;
  }
};
