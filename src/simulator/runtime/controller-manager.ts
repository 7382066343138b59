/** Runs the controllers: shared caches, a work queue each, and the performing of their actions through the API. */
import type { ControllerDefinition, View } from '../controller.ts';
import type { ObjectOf, ResourceName } from '../apiserver/index.ts';
import type { Component, World } from '../world.ts';
import { ControllerRunner } from './controller-runner.ts';
import { Informer } from './informer.ts';

export class ControllerManager implements Component {
  readonly name = 'kube-controller-manager';
  readonly #world: World;
  readonly #informers = new Map<ResourceName, Informer>();
  readonly #runners: ControllerRunner[] = [];
  readonly #definitions: readonly ControllerDefinition[];

  constructor(world: World, definitions: readonly ControllerDefinition[]) {
    this.#world = world;
    this.#definitions = definitions;
  }

  start(): void {
    for (const definition of this.#definitions) {
      const runner = new ControllerRunner(this.#world, definition, this.view, (resource) =>
        this.informer(resource),
      );
      this.#runners.push(runner);
      runner.start();
    }
  }

  /** The cache of a resource; made, and filled, when it is first asked for. */
  informer(resource: ResourceName): Informer {
    let informer = this.#informers.get(resource);
    if (informer === undefined)
      this.#informers.set(resource, (informer = new Informer(this.#world, resource)));
    return informer;
  }

  readonly view: View = {
    get: <R extends ResourceName>(resource: R, namespace: string | undefined, name: string) =>
      this.informer(resource).get(namespace, name) as ObjectOf<R> | undefined,
    list: <R extends ResourceName>(resource: R, namespace?: string) =>
      this.informer(resource).list(namespace) as readonly ObjectOf<R>[],
    ownedBy: <R extends ResourceName>(resource: R, ownerUid: string) =>
      this.informer(resource).ownedBy(ownerUid) as readonly ObjectOf<R>[],
    podsOnNode: (nodeName: string) => this.informer('pods').onNode(nodeName) as readonly ObjectOf<'pods'>[],
  };
}
