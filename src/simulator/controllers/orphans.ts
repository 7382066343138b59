/** Objects without a controller, by namespace, kept up to date from a controller's own watch, so that none has to be looked for. */
import type { KubeObject } from '../../kube/index.ts';
import { controllerOf } from './controller-ref.ts';

export class Orphans<T extends KubeObject> {
  readonly #byNamespace = new Map<string, Map<string, T>>();

  /** To be told of every change of the objects. */
  note(object: T, isDeleted: boolean): void {
    const { namespace = '', name } = object.metadata;
    const isOrphan = !isDeleted && controllerOf(object) === undefined;
    let orphans = this.#byNamespace.get(namespace);
    if (orphans === undefined) {
      if (!isOrphan) return;
      this.#byNamespace.set(namespace, (orphans = new Map()));
    }
    if (isOrphan) orphans.set(name, object);
    else orphans.delete(name);
  }

  of(namespace: string | undefined): readonly T[] {
    return [...(this.#byNamespace.get(namespace ?? '')?.values() ?? [])];
  }
}
