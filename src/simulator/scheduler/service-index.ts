/** ServiceIndex: the services of each namespace. */
import type { Service, WatchEvent } from '../../kube/index.ts';

export class ServiceIndex {
  readonly #byNamespace = new Map<string, Map<string, Service>>();

  of(namespace: string): Iterable<Service> {
    return this.#byNamespace.get(namespace)?.values() ?? [];
  }

  change({ type, object }: WatchEvent<Service>): void {
    const { namespace = '', name } = object.metadata;
    let services = this.#byNamespace.get(namespace);
    if (services === undefined) this.#byNamespace.set(namespace, (services = new Map()));
    if (type === 'DELETED') services.delete(name);
    else services.set(name, object);
  }
}
