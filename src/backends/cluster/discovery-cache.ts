/** What a cluster serves, asked again when that may have changed. */
import type { ApiResource, ResourceKey } from '../../kube/index.ts';

/** Others may have defined a kind meanwhile. */
const freshMs = 60_000;
/** A kind that was just defined is served a moment later, or, behind an API service, some moments. */
const restlessMs = 15_000;
const definers = new Set(['customresourcedefinitions', 'apiservices']);

export class DiscoveryCache {
  readonly #discover: () => Promise<readonly ApiResource[]>;
  readonly #nowMs: () => number;
  #served: Promise<readonly ApiResource[]> | undefined;
  #askedMs = -Infinity;
  #definedMs = -Infinity;

  constructor(
    discover: () => Promise<readonly ApiResource[]>,
    nowMs: () => number = () => performance.now(),
  ) {
    this.#discover = discover;
    this.#nowMs = nowMs;
  }

  /** In discovery's order. */
  resources(): Promise<readonly ApiResource[]> {
    const nowMs = this.#nowMs();
    const isRestless = nowMs < this.#definedMs + restlessMs;
    if (this.#served === undefined || isRestless || nowMs > this.#askedMs + freshMs) {
      this.#askedMs = nowMs;
      const asked = this.#discover();
      this.#served = asked;
      // What failed is asked again by whoever comes next.
      asked.catch(() => {
        if (this.#served === asked) this.#served = undefined;
      });
    }
    return this.#served;
  }

  /** To be told of every write, which may define a kind or remove one. */
  noteWrite({ name }: ResourceKey): void {
    if (definers.has(name)) this.#definedMs = this.#nowMs();
  }
}
