/** A volume whose size is limited: it tells when more is in it than may be. */
import type { VolumeFiles } from './file-tree.ts';

export class MeasuredFiles implements VolumeFiles {
  readonly #files: VolumeFiles;
  readonly #limitBytes: number;
  readonly #onOver: () => void;

  constructor(files: VolumeFiles, limitBytes: number, onOver: () => void) {
    this.#files = files;
    this.#limitBytes = limitBytes;
    this.#onOver = onOver;
  }

  get isOver(): boolean {
    let bytes = 0;
    for (const path of this.#files.keys()) bytes += this.#files.get(path)?.length ?? 0;
    return bytes > this.#limitBytes;
  }

  get(path: string): string | undefined {
    return this.#files.get(path);
  }

  has(path: string): boolean {
    return this.#files.has(path);
  }

  set(path: string, content: string): void {
    this.#files.set(path, content);
    if (this.isOver) this.#onOver();
  }

  delete(path: string): boolean {
    return this.#files.delete(path);
  }

  keys(): Iterable<string> {
    return this.#files.keys();
  }
}
