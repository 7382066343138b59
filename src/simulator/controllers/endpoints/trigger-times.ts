/** TriggerTimes: when that happened of which a service's endpoints now tell, so that their delay can be measured. */
import type { Pod, Service } from '../../../kube/index.ts';
import { readyCondition } from '../pod-state.ts';

interface State {
  pods: Map<string, string>;
  service: string;
}

const earlier = (a: string, b: string): string => (a === '' || b < a ? b : a);

/** @source k8s 1.20 pkg/controller/util/endpoint/trigger_time_tracker.go */
export class TriggerTimes {
  readonly #states = new Map<string, State>();

  /** The time for the annotation, RFC 3339; empty when nothing changed that has one. Remembers what it was asked. */
  next(key: string, service: Service, pods: readonly Pod[]): string {
    const known = this.#states.get(key);
    const state: State = { pods: new Map(), service: service.metadata.creationTimestamp ?? '' };
    let least = '';
    for (const pod of pods) {
      const time = readyCondition(pod)?.lastTransitionTime ?? '';
      if (time === '') continue;
      state.pods.set(pod.metadata.name, time);
      if (time > (known?.pods.get(pod.metadata.name) ?? '')) least = earlier(least, time);
    }
    if (state.service > (known?.service ?? '')) least = earlier(least, state.service);
    this.#states.set(key, state);
    return known === undefined ? state.service : least;
  }

  forget(key: string): void {
    this.#states.delete(key);
  }
}
