/** A digest of the cluster's objects that costs what has changed, not what there is. */
import { createHash } from 'node:crypto';
import type { Lab, Simulator } from '../../simulator/index.ts';

const digestOf = (parts: Iterable<string>): string => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part).update('\n');
  return hash.digest('hex').slice(0, 16);
};

/** Of the lab without the moment at which this cluster began. */
export const labDigest = (lab: Lab): string => digestOf([JSON.stringify({ ...lab, startTime: '' })]);

type Key = Parameters<Simulator['api']['get']>;

/** A chain: each mark's digest covers the one before and all objects that were written between the two. */
export class StateDigest {
  readonly #api: Simulator['api'];
  /** Of the last mark that stays. */
  #kept = '0'.repeat(16);
  /** Written since the mark that stays, and since the latest mark. */
  #sinceKept = new Map<string, Key>();
  #sinceMark = new Map<string, Key>();
  #latest: string | undefined;

  constructor({ api }: Simulator) {
    this.#api = api;
    api.onChange(({ resource, namespace, name }) => {
      const key = `${resource}/${namespace}/${name}`;
      if (!this.#sinceMark.has(key)) this.#sinceMark.set(key, [resource, namespace, name]);
    });
  }

  /** How many objects a mark has to look at. */
  get changedCount(): number {
    return this.#sinceKept.size + this.#sinceMark.size;
  }

  /** The digest at this moment. A second mark without keep() between replaces the first. */
  mark(): string {
    for (const [id, key] of this.#sinceMark) this.#sinceKept.set(id, key);
    this.#sinceMark = new Map();
    this.#latest = digestOf(this.#parts());
    return this.#latest;
  }

  /** The latest mark does not count: it could not be written. */
  forget(): void {
    this.#latest = undefined;
  }

  /** The latest mark stays: the next begins from it. */
  keep(): void {
    if (this.#latest === undefined) return;
    this.#kept = this.#latest;
    this.#latest = undefined;
    this.#sinceKept = new Map();
  }

  *#parts(): Generator<string> {
    yield this.#kept;
    for (const [id, key] of this.#sinceKept) {
      const answer = this.#api.get(...key);
      yield `${id} ${answer.ok ? JSON.stringify(answer.value) : ''}`;
    }
  }
}
