/** Files by path below a directory: what a volume holds, and views of the directories in it. */

/** A volume's contents by path relative to its root; shared by all containers that mount it. A Map is one. */
export interface VolumeFiles {
  get(path: string): string | undefined;
  has(path: string): boolean;
  set(path: string, content: string): unknown;
  delete(path: string): boolean;
  keys(): Iterable<string>;
}

/** The files below one directory of others; what is written here is seen there. */
export class Subtree implements VolumeFiles {
  readonly #files: VolumeFiles;
  readonly #prefix: string;

  /** `directory` without slashes at its ends; '' is all of `files`. */
  constructor(files: VolumeFiles, directory: string) {
    this.#files = files;
    this.#prefix = directory === '' ? '' : `${directory}/`;
  }

  get(path: string): string | undefined {
    return this.#files.get(this.#prefix + path);
  }

  has(path: string): boolean {
    return this.#files.has(this.#prefix + path);
  }

  set(path: string, content: string): void {
    this.#files.set(this.#prefix + path, content);
  }

  delete(path: string): boolean {
    return this.#files.delete(this.#prefix + path);
  }

  *keys(): Iterable<string> {
    for (const path of this.#files.keys())
      if (path.startsWith(this.#prefix)) yield path.slice(this.#prefix.length);
  }
}

/** "/nfs_shared/" as a directory of a tree: "nfs_shared". */
export const directoryName = (path: string): string => path.replace(/^\/+|\/+$/g, '');
