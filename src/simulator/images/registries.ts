/** Registries: which images there are to pull, and what pulling one that is not there says. */
import type { Lab, LabImage } from '../lab.ts';
import { imageBehaviours } from './behaviours/index.ts';
import { noCommands } from './command-sets.ts';
import { defaultImages } from './default-images.ts';
import type { Image } from './image.ts';
import type { ImageReference } from './reference.ts';

/** 64 hexadecimal digits that always are the same for a text. */
export const digestOf = (text: string): string => {
  let digits = '';
  for (let part = 0; part < 8; part++) {
    let value = (2166136261 ^ Math.imul(part + 1, 0x9e3779b1)) >>> 0;
    for (let index = 0; index < text.length; index++)
      value = Math.imul(value ^ text.charCodeAt(index), 16777619) >>> 0;
    value = Math.imul(value ^ (value >>> 15), 0x2c1b3c6d) >>> 0;
    digits += (value ^ (value >>> 13)).toString(16).padStart(8, '0').slice(-8).replace('-', '0');
  }
  return digits;
};

export type Lookup = { found: Image } | { missing: 'tag' | 'repository' };

/** All images that a lab's machines can pull. */
export class Registries {
  readonly #entries = new Map<string, LabImage>();
  readonly #built = new Map<string, Image>();

  constructor(lab: Pick<Lab, 'images'>) {
    for (const entry of defaultImages) this.#entries.set(entry.repository, entry);
    for (const entry of lab.images) this.#entries.set(entry.repository, entry);
  }

  lookUp(reference: ImageReference): Lookup {
    const entry = this.#find(reference.repository);
    if (entry === undefined || entry.isLocal === true) return { missing: 'repository' };
    return this.#versionOf(entry, reference);
  }

  #versionOf(entry: LabImage, reference: ImageReference): Lookup {
    if (!entry.tags.includes(reference.tag) && !entry.tags.includes('*')) return { missing: 'tag' };
    const key = `${reference.repository}:${reference.tag}`;
    const known = this.#built.get(key);
    if (known !== undefined) return { found: known };
    const image = build(entry, reference);
    if (image === undefined) return { missing: 'repository' };
    this.#built.set(key, image);
    return { found: image };
  }

  /** What the registry at "host:port" holds, by name; empty when there is none. */
  at(place: string): { name: string; tags: readonly string[] }[] {
    return [...this.#entries.values()]
      .filter(({ repository, isLocal }) => isLocal !== true && repository.startsWith(`${place}/`))
      .map(({ repository, tags }) => ({ name: repository.slice(place.length + 1), tags }))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** The images that a node has before anything is pulled. */
  preloadedOn(node: string): Image[] {
    const images: Image[] = [];
    for (const entry of this.#entries.values()) {
      if (entry.preloadedOn?.includes(node) !== true) continue;
      for (const tag of entry.tags) {
        const reference = { repository: entry.repository, tag: tag === '*' ? 'latest' : tag };
        const result = this.#versionOf(entry, reference);
        if ('found' in result) images.push(result.found);
      }
    }
    return images;
  }

  /** The cluster's own components come from whichever registry a manifest names. */
  #find(repository: string): LabImage | undefined {
    const exact = this.#entries.get(repository);
    if (exact !== undefined) return exact;
    const name = repository.replace(
      /^(?:docker\.io|quay\.io|registry\.k8s\.io|k8s\.gcr\.io|gcr\.io\/google_containers)\//,
      '',
    );
    if (name === repository) return undefined;
    return (
      this.#entries.get(name) ??
      this.#entries.get(`k8s.gcr.io/${name}`) ??
      this.#entries.get(`k8s.gcr.io/${name.split('/').at(-1) ?? ''}`)
    );
  }
}

const build = (entry: LabImage, { repository, tag }: ImageReference): Image | undefined => {
  const behaviour = imageBehaviours.find(({ name }) => name === entry.behaviour);
  if (behaviour === undefined) return undefined;
  return {
    repository,
    tag,
    digest: digestOf(`${repository}:${tag}`),
    sizeBytes: entry.sizeBytes ?? 50_000_000,
    entrypoint: [],
    command: [],
    environment: {},
    workingDir: '/',
    files: {},
    commands: noCommands,
    startMs: [80, 250],
    ...behaviour.build(tag, entry.settings ?? {}),
  };
};
