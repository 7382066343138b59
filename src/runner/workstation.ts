/** The machine on which the note's author types: the lab's mounts and the scenario's own folder, as a file system for kubectl. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { posix, resolve, sep } from 'node:path';
import type { WorkstationFiles } from '../kubectl/index.ts';

export interface WorkstationOptions {
  /** What `~` stands for: "/root". */
  home: string;
  /** Path on the workstation → real folder. */
  mounts: Readonly<Record<string, string>>;
  /** Where relative paths begin: the folder of the scenario. */
  folder: string;
}

/** A workstation whose files may be written over for the time of a scenario; the real files stay as they are. */
export class Workstation implements WorkstationFiles {
  readonly home: string;
  readonly cwd: string;
  readonly #mounts: readonly (readonly [string, string])[];
  readonly #folder: string;
  readonly #written = new Map<string, string>();

  constructor({ home, mounts, folder }: WorkstationOptions) {
    this.home = home;
    this.cwd = home;
    this.#folder = resolve(folder);
    // The longest mount wins.
    this.#mounts = Object.entries(mounts)
      .map(([at, real]) => [this.#absolute(at), real] as const)
      .sort(([a], [b]) => b.length - a.length);
  }

  read(path: string): string | undefined {
    const written = this.#written.get(this.#absolute(path));
    if (written !== undefined) return written;
    const real = this.#real(path);
    if (real === undefined || !statSync(real, { throwIfNoEntry: false })?.isFile()) return undefined;
    return readFileSync(real, 'utf8');
  }

  list(path: string): string[] | undefined {
    const real = this.#real(path);
    if (real === undefined || !statSync(real, { throwIfNoEntry: false })?.isDirectory()) return undefined;
    return readdirSync(real).sort();
  }

  /** Changes a file as an editor would, for this scenario only. */
  write(path: string, text: string): void {
    this.#written.set(this.#absolute(path), text);
  }

  #absolute(path: string): string {
    const expanded = path === '~' || path.startsWith('~/') ? this.home + path.slice(1) : path;
    return posix.resolve(this.home, expanded);
  }

  /** The real file of a path: below a mount, or, for a relative path, below the scenario's folder; undefined outside both. */
  #real(path: string): string | undefined {
    if (!path.startsWith('/') && !path.startsWith('~')) {
      const real = resolve(this.#folder, path);
      return real === this.#folder || real.startsWith(this.#folder + sep) ? real : undefined;
    }
    const wanted = this.#absolute(path);
    for (const [at, folder] of this.#mounts) {
      if (wanted === at) return folder;
      if (wanted.startsWith(`${at}/`)) return resolve(folder, wanted.slice(at.length + 1));
    }
    return undefined;
  }
}
