/** Pulls images onto one machine, one after the other, as --serialize-image-pulls (the default) does. */
import { qualifiedName, taggedName } from '../images/index.ts';
import type { Image, ImageReference, Registries } from '../images/index.ts';
import type { World } from '../world.ts';
import type { ContainerEngine } from './container-engine.ts';
import type { RegistryFaults } from './registry-faults.ts';

export type PullResult = { image: Image } | { error: string };

interface Pull {
  reference: ImageReference;
  onEnd(result: PullResult): void;
}

/** Asking a registry for a manifest over a lab's line, then 16 MB (unpacked) a second. */
const manifestMs = [900, 1900] as const;
const bytesPerMs = 16_000;

const pullErrors = {
  docker: {
    tag: (reference: ImageReference) =>
      `rpc error: code = Unknown desc = Error response from daemon: manifest for ${taggedName(reference)} not found: manifest unknown: manifest unknown`,
    repository: ({ repository }: ImageReference) =>
      `rpc error: code = Unknown desc = Error response from daemon: pull access denied for ${repository}, ` +
      "repository does not exist or may require 'docker login': denied: requested access to the resource is denied",
    unreachable: (_reference: ImageReference) =>
      'rpc error: code = Unknown desc = Error response from daemon: Get https://registry-1.docker.io/v2/: net/http: ' +
      'request canceled while waiting for connection (Client.Timeout exceeded while awaiting headers)',
  },
  containerd: {
    tag: (reference: ImageReference) => {
      const name = qualifiedName(reference);
      return `rpc error: code = NotFound desc = failed to pull and unpack image "${name}": failed to resolve reference "${name}": ${name}: not found`;
    },
    repository: (reference: ImageReference) => {
      const name = qualifiedName(reference);
      return (
        `rpc error: code = Unknown desc = failed to pull and unpack image "${name}": failed to resolve reference "${name}": ` +
        'pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed'
      );
    },
    unreachable: (reference: ImageReference) => {
      const name = qualifiedName(reference);
      return `rpc error: code = Unknown desc = failed to pull and unpack image "${name}": failed to resolve reference "${name}": failed to do request: dial tcp: i/o timeout`;
    },
  },
};

export class ImagePuller {
  readonly #world: World;
  readonly #engine: ContainerEngine;
  readonly #registries: Registries;
  readonly #faults: RegistryFaults;
  readonly #streamName: string;
  readonly #queue: Pull[] = [];
  #isPulling = false;
  #generation = 0;

  constructor(
    world: World,
    engine: ContainerEngine,
    registries: Registries,
    faults: RegistryFaults,
    nodeName: string,
  ) {
    this.#world = world;
    this.#engine = engine;
    this.#registries = registries;
    this.#faults = faults;
    this.#streamName = `pulls/${nodeName}`;
  }

  pull(reference: ImageReference, onEnd: (result: PullResult) => void): void {
    this.#queue.push({ reference, onEnd });
    if (!this.#isPulling) this.#pullNext();
  }

  /** The machine has lost its power: nothing that was asked for will be answered. */
  forgetAll(): void {
    this.#queue.length = 0;
    this.#isPulling = false;
    this.#generation++;
  }

  #pullNext(): void {
    const pull = this.#queue.shift();
    this.#isPulling = pull !== undefined;
    if (pull === undefined) return;
    const generation = this.#generation;
    const { reference } = pull;
    const isUnreachable = this.#faults.isBroken(reference);
    const found = this.#registries.lookUp(reference);
    const random = this.#world.random(this.#streamName);
    let durationMs = this.#faults.delayMs(reference);
    if (isUnreachable) durationMs += 15_000;
    else {
      durationMs += random.between(...manifestMs);
      const isNew = 'found' in found && !this.#engine.images.has(taggedName(found.found));
      if (isNew) durationMs += (found.found.sizeBytes / bytesPerMs) * random.between(0.8, 1.2);
    }
    this.#world.after(Math.round(durationMs), () => {
      if (generation !== this.#generation) return;
      const errors = this.#engine.scheme === 'docker' ? pullErrors.docker : pullErrors.containerd;
      let result: PullResult;
      if (isUnreachable) result = { error: errors.unreachable(reference) };
      else if ('missing' in found) result = { error: errors[found.missing](reference) };
      else {
        this.#engine.addImage(found.found);
        result = { image: found.found };
      }
      pull.onEnd(result);
      this.#pullNext();
    });
  }
}
