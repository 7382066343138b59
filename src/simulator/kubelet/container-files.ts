/** The file system of one container: its image's files, what was written since, and the volumes mounted into it. */

import type { VolumeFiles } from './file-tree.ts';

export interface Mount {
  path: string;
  files: VolumeFiles;
  isReadOnly: boolean;
  /** What `df` shows it as: "tmpfs", "192.168.1.10:/nfs_shared". */
  device?: string;
}

export type WriteFailure = 'read-only' | 'is-directory' | 'no-directory';

const normalise = (path: string): string => {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `/${parts.join('/')}`;
};

const standardDirectories = [
  '/bin', '/dev', '/etc', '/home', '/lib', '/mnt', '/opt', '/proc', '/root', '/run', '/sbin', '/srv', '/sys', '/tmp', '/usr', '/usr/bin',
  '/usr/share', '/var', '/var/log', '/var/lib', '/var/run',
]; // prettier-ignore

export class ContainerFiles {
  readonly #image: Readonly<Record<string, string>>;
  readonly #mounts: readonly Mount[];
  /** null: deleted from the image's files. */
  readonly #written = new Map<string, string | null>();
  readonly #directories = new Set<string>(standardDirectories);

  constructor(image: Readonly<Record<string, string>>, mounts: readonly Mount[] = []) {
    this.#image = image;
    this.#mounts = mounts
      .map((mount) =>
        mount.path.startsWith('/var/run') ? { ...mount, path: this.resolve(mount.path) } : mount,
      )
      .sort((a, b) => b.path.length - a.path.length);
  }

  get mounts(): readonly Mount[] {
    return this.#mounts;
  }

  /** An absolute path without "." and "..", with /var/run as the link that it is. */
  resolve(path: string, workingDir = '/'): string {
    const absolute = normalise(path.startsWith('/') ? path : `${workingDir}/${path}`);
    return absolute === '/var/run' || absolute.startsWith('/var/run/')
      ? `/run${absolute.slice('/var/run'.length)}`
      : absolute;
  }

  read(path: string): string | undefined {
    const file = this.resolve(path);
    const mount = this.#mountOf(file);
    if (mount !== undefined)
      return (
        mount.files.get(file.slice(mount.path.length + 1)) ??
        (file === mount.path ? mount.files.get('') : undefined)
      );
    const written = this.#written.get(file);
    return written === undefined ? this.#image[file] : (written ?? undefined);
  }

  write(path: string, content: string): WriteFailure | undefined {
    const file = this.resolve(path);
    if (this.isDirectory(file)) return 'is-directory';
    const mount = this.#mountOf(file);
    if (mount?.isReadOnly === true) return 'read-only';
    if (mount !== undefined) {
      mount.files.set(file.slice(mount.path.length + 1), content);
      return undefined;
    }
    const parent = file.slice(0, file.lastIndexOf('/')) || '/';
    if (!this.isDirectory(parent)) return 'no-directory';
    this.#written.set(file, content);
    return undefined;
  }

  /** Writes whatever directories it takes: for files that the container engine or a program brings along. */
  place(path: string, content: string): void {
    const file = this.resolve(path);
    this.makeDirectory(file.slice(0, file.lastIndexOf('/')) || '/');
    this.write(file, content);
  }

  makeDirectory(path: string): void {
    const parts = this.resolve(path)
      .split('/')
      .filter((part) => part !== '');
    for (let length = 1; length <= parts.length; length++)
      this.#directories.add(`/${parts.slice(0, length).join('/')}`);
  }

  /** Removes a file, or a directory with all below it. */
  remove(path: string): void {
    const file = this.resolve(path);
    for (const each of this.#paths()) {
      if (each !== file && !each.startsWith(`${file}/`)) continue;
      const mount = this.#mountOf(each);
      if (mount === undefined) this.#written.set(each, null);
      else if (!mount.isReadOnly) mount.files.delete(each.slice(mount.path.length + 1));
    }
    for (const directory of this.#directories) {
      if (directory === file || directory.startsWith(`${file}/`)) this.#directories.delete(directory);
    }
  }

  exists(path: string): boolean {
    return this.read(path) !== undefined || this.isDirectory(path);
  }

  isDirectory(path: string): boolean {
    const directory = this.resolve(path);
    if (directory === '/' || this.#directories.has(directory)) return true;
    if (
      this.#mounts.some(
        (mount) =>
          (mount.path === directory && !mount.files.has('')) || mount.path.startsWith(`${directory}/`),
      )
    )
      return true;
    for (const each of this.#paths()) if (each.startsWith(`${directory}/`)) return true;
    return false;
  }

  /** The names in a directory, sorted. */
  list(path: string): string[] {
    const directory = this.resolve(path);
    const prefix = directory === '/' ? '/' : `${directory}/`;
    const names = new Set<string>();
    const add = (full: string): void => {
      if (full.startsWith(prefix) && full.length > prefix.length)
        names.add(full.slice(prefix.length).split('/')[0] ?? '');
    };
    for (const each of this.#paths()) add(each);
    for (const each of this.#directories) add(each);
    for (const { path: mountPath } of this.#mounts) add(mountPath);
    return [...names].sort();
  }

  *#paths(): Generator<string> {
    for (const file of Object.keys(this.#image))
      if (this.#written.get(file) !== null && this.#mountOf(file) === undefined) yield file;
    for (const [file, content] of this.#written) if (content !== null && !(file in this.#image)) yield file;
    for (const mount of this.#mounts)
      for (const name of [...mount.files.keys()]) yield name === '' ? mount.path : `${mount.path}/${name}`;
  }

  #mountOf(file: string): Mount | undefined {
    if (this.#mounts.length === 0) return undefined;
    return this.#mounts.find(({ path }) => file === path || file.startsWith(`${path}/`));
  }
}
