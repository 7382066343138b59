/** The pod lifecycle event generator: once a second it looks which pods' containers changed, and wakes their workers. */
import type { Scheduled } from '../../core/index.ts';
import type { World } from '../world.ts';

const relistPeriodMs = 1000;

/** @source k8s 1.20 pkg/kubelet/pleg/generic.go. Here it only runs when something did change. */
export class PodLifecycleEvents {
  readonly #world: World;
  readonly #phaseMs: number;
  readonly #wake: (podUid: string) => void;
  readonly #changed = new Set<string>();
  #relist: Scheduled | undefined;

  constructor(world: World, nodeName: string, wake: (podUid: string) => void) {
    this.#world = world;
    this.#phaseMs = world.random(`pleg/${nodeName}`).below(relistPeriodMs);
    this.#wake = wake;
  }

  changed(podUid: string): void {
    this.#changed.add(podUid);
    if (this.#relist !== undefined) return;
    const since = this.#world.nowMs() - this.#phaseMs;
    const next = (Math.floor(since / relistPeriodMs) + 1) * relistPeriodMs + this.#phaseMs;
    this.#relist = this.#world.after(next - this.#world.nowMs(), () => {
      this.#relist = undefined;
      const uids = [...this.#changed];
      this.#changed.clear();
      for (const uid of uids) this.#wake(uid);
    });
  }

  /** The kubelet's process is gone. */
  reset(): void {
    this.#changed.clear();
    if (this.#relist !== undefined) this.#world.cancel(this.#relist);
    this.#relist = undefined;
  }
}
