/** TriggerTimes: when that happened of which a service's endpoints now tell, so that their delay can be measured. */
import type { Pod, Service } from '../../../kube/index.ts';
import { readyCondition } from '../pod-state.ts';

interface State {
  pods: Map<string, string>;
  service: string;
}

const earlier = (a: string, b: string): string => (a === '' || b < a ? b : a);

const forgetOthers = (times: Map<string, string>, pods: readonly Pod[]): void => {
  const names = new Set(
    pods
      .filter((pod) => readyCondition(pod)?.lastTransitionTime !== undefined)
      .map(({ metadata }) => metadata.name),
  );
  for (const name of times.keys()) if (!names.has(name)) times.delete(name);
};

/** @source k8s 1.20 pkg/controller/util/endpoint/trigger_time_tracker.go */
export class TriggerTimes {
  readonly #states = new Map<string, State>();

  /** The time for the annotation, RFC 3339; empty when nothing changed that has one. Remembers what it was asked. */
  next(key: string, service: Service, pods: readonly Pod[]): string {
    const known = this.#states.get(key);
    const serviceTime = service.metadata.creationTimestamp ?? '';
    const state: State = known ?? { pods: new Map(), service: '' };
    let least = '';
    let timed = 0;
    for (const pod of pods) {
      const time = readyCondition(pod)?.lastTransitionTime ?? '';
      if (time === '') continue;
      timed++;
      const before = state.pods.get(pod.metadata.name) ?? '';
      if (time > before) least = earlier(least, time);
      if (time !== before) state.pods.set(pod.metadata.name, time);
    }
    if (state.pods.size > timed) forgetOthers(state.pods, pods);
    if (serviceTime > state.service) least = earlier(least, serviceTime);
    state.service = serviceTime;
    this.#states.set(key, state);
    return known === undefined ? serviceTime : least;
  }

  forget(key: string): void {
    this.#states.delete(key);
  }
}
