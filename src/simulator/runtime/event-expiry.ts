/** Events are kept for an hour after their last write. @source k8s 1.20 cmd/kube-apiserver --event-ttl */
import type { ServerCore } from '../apiserver/index.ts';
import { removeObject, type Change } from '../apiserver/index.ts';
import type { VirtualTime } from './virtual-time.ts';

const timeToLiveMs = 3_600_000;
const by = { user: 'etcd' };

export class EventExpiry {
  readonly #core: ServerCore;
  readonly #time: VirtualTime;
  /** Writes of events in the order of their expiry; those before #head are done with. */
  #writes: Change[] = [];
  #head = 0;
  #isScheduled = false;

  constructor(core: ServerCore, time: VirtualTime) {
    this.#core = core;
    this.#time = time;
    core.listen((change) => {
      if (change.resource !== 'events' || change.verb === 'expire' || change.verb === 'delete') return;
      this.#writes.push(change);
      this.#schedule();
    });
  }

  /** Removes what has expired by now. */
  expire(): void {
    const lastMs = this.#time.nowMs - timeToLiveMs;
    const resource = this.#core.catalogue.get('events')!;
    for (; this.#head < this.#writes.length; this.#head++) {
      const write = this.#writes[this.#head]!;
      if (write.timeMs > lastMs) break;
      const event = this.#core.store.get('events', write.namespace, write.name);
      // A later write has given it another hour.
      if (event?.metadata.resourceVersion === write.resourceVersion)
        removeObject(this.#core, resource, event, by, 'expire');
    }
    if (this.#head * 2 > this.#writes.length) {
      this.#writes = this.#writes.slice(this.#head);
      this.#head = 0;
    }
  }

  #schedule(): void {
    const next = this.#writes[this.#head];
    if (this.#isScheduled || next === undefined) return;
    this.#isScheduled = true;
    this.#time.afterUnnoticed(next.timeMs + timeToLiveMs - this.#time.nowMs, () => {
      this.#isScheduled = false;
      this.expire();
      this.#schedule();
    });
  }
}
