/** What a lab's faults do to its registries: unreachable, or slow; all of them, or for one image. */
import type { ImageReference } from '../images/index.ts';
import { parseImageReference } from '../images/index.ts';

const everything = '*';

const keysOf = ({ repository, tag }: ImageReference): string[] => [
  everything,
  repository,
  `${repository}:${tag}`,
];

/** "nginx" means every tag of it, "nginx:1.16.0" only that. */
const keyOf = (image: string | undefined): string => {
  if (image === undefined) return everything;
  const reference = parseImageReference(image);
  if (reference === undefined) return image;
  return /:[^/]*$/.test(image) ? `${reference.repository}:${reference.tag}` : reference.repository;
};

export class RegistryFaults {
  readonly #broken = new Set<string>();
  readonly #delaysMs = new Map<string, number>();

  break(image?: string): void {
    this.#broken.add(keyOf(image));
  }

  /** Without an image: ends every break and every delay. */
  restore(image?: string): void {
    if (image === undefined) {
      this.#broken.clear();
      this.#delaysMs.clear();
      return;
    }
    this.#broken.delete(keyOf(image));
    this.#delaysMs.delete(keyOf(image));
  }

  slow(delayMs: number, image?: string): void {
    this.#delaysMs.set(keyOf(image), delayMs);
  }

  isBroken(reference: ImageReference): boolean {
    return keysOf(reference).some((key) => this.#broken.has(key));
  }

  delayMs(reference: ImageReference): number {
    return keysOf(reference).reduce((sum, key) => sum + (this.#delaysMs.get(key) ?? 0), 0);
  }
}
