/** The journal of a simulated cluster's writes: who made which resourceVersion. */
import type { Change } from '../../simulator/index.ts';

/** Renewals of leases are the cluster's pulse: nobody asks who made them, and a day holds tens of thousands. */
export const isPulse = ({ resource }: Change): boolean => resource === 'leases.coordination.k8s.io';

export class Journal {
  /** In the order of their versions, for versions only grow. */
  readonly #changes: Change[] = [];

  note(change: Change): void {
    if (!isPulse(change)) this.#changes.push(change);
  }

  /** The write that made this version; undefined when it was before the journal began, or a pulse. */
  find(resourceVersion: string): Change | undefined {
    const wanted = Number(resourceVersion);
    let [low, high] = [0, this.#changes.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (Number(this.#changes[middle]!.resourceVersion) < wanted) low = middle + 1;
      else high = middle;
    }
    const found = this.#changes[low];
    return found?.resourceVersion === resourceVersion ? found : undefined;
  }
}
