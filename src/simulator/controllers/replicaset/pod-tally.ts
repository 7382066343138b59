/** Pod tally: an owner's pods counted as their changes come in, so that a pass over ten thousand need not look at each. */
import type { Pod } from '../../../kube/index.ts';
import { controllerOf } from '../controller-ref.ts';
import { isPodActive, isPodReady } from '../pod-state.ts';

export interface PodTotals {
  active: number;
  /** Active and ready. */
  ready: number;
  /** Active, but not known to bear the labels of the owner's selector and template: look at each instead. */
  doubtful: number;
}

interface Counted {
  ownerUid: string;
  labels: Pod['metadata']['labels'];
  fits: boolean;
  active: number;
  ready: number;
  doubtful: number;
}

export class PodTally {
  readonly #counted = new Map<string, Counted>();
  readonly #totals = new Map<string, PodTotals>();

  /** To be told of every change of a pod. `fits`: whether its labels are those of its owner's selector and template. */
  note(pod: Pod, isDeleted: boolean, fits: (pod: Pod) => boolean): void {
    const { uid, namespace = '', name } = pod.metadata;
    const key = uid ?? `${namespace}/${name}`;
    const before = this.#counted.get(key);
    const ownerUid = isDeleted ? undefined : controllerOf(pod)?.uid;
    if (ownerUid === undefined) {
      if (before !== undefined) this.#add(before, -1);
      this.#counted.delete(key);
      return;
    }
    const { labels } = pod.metadata;
    const isKnown = before?.ownerUid === ownerUid && before.labels === labels && before.fits;
    const doesFit = isKnown || fits(pod);
    const isActive = isPodActive(pod);
    const active = Number(isActive);
    const ready = Number(isActive && isPodReady(pod));
    const doubtful = Number(isActive && !doesFit);
    if (before === undefined) {
      const first: Counted = { ownerUid, labels, fits: doesFit, active, ready, doubtful };
      this.#counted.set(key, first);
      this.#add(first, 1);
      return;
    }
    this.#add(before, -1);
    before.ownerUid = ownerUid;
    before.labels = labels;
    before.fits = doesFit;
    before.active = active;
    before.ready = ready;
    before.doubtful = doubtful;
    this.#add(before, 1);
  }

  of(ownerUid: string): PodTotals {
    return this.#totals.get(ownerUid) ?? { active: 0, ready: 0, doubtful: 0 };
  }

  /** To be told that an owner has gone. */
  forget(ownerUid: string): void {
    if (this.#totals.get(ownerUid)?.active === 0) this.#totals.delete(ownerUid);
  }

  #add({ ownerUid, active, ready, doubtful }: Counted, by: 1 | -1): void {
    let totals = this.#totals.get(ownerUid);
    if (totals === undefined) this.#totals.set(ownerUid, (totals = { active: 0, ready: 0, doubtful: 0 }));
    totals.active += by * active;
    totals.ready += by * ready;
    totals.doubtful += by * doubtful;
  }
}
