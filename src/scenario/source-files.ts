/** SourceFiles: the texts of the files read, each read once, with a limit on their size. */
import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { maxFileBytes, readYaml } from '../document/index.ts';
import type { Problems, SourceNode } from '../document/index.ts';
import type { Position } from '../core/index.ts';

/** What to say and where, when a file cannot be read. */
export interface AskedBy {
  /** Absent: the command line. */
  position?: Position;
  what: string;
}

export class SourceFiles {
  /** Text by the path given, for code frames. */
  readonly sources = new Map<string, string>();
  readonly #documents = new Map<string, readonly SourceNode[] | undefined>();
  readonly #problems: Problems;

  constructor(problems: Problems) {
    this.#problems = problems;
  }

  /** The YAML documents of a file; undefined when it cannot be read, which has then been said. */
  documents(
    path: string,
    askedBy: AskedBy,
    version: '1.1' | '1.2' = '1.2',
  ): readonly SourceNode[] | undefined {
    const key = `${version} ${resolve(path)}`;
    if (!this.#documents.has(key)) this.#documents.set(key, this.#load(path, askedBy, version));
    return this.#documents.get(key);
  }

  #load(
    path: string,
    { position, what }: AskedBy,
    version: '1.1' | '1.2',
  ): readonly SourceNode[] | undefined {
    const place = position ?? { file: path, line: 1, column: 1 };
    try {
      const { size } = statSync(path);
      if (size > maxFileBytes) {
        const megabytes = (bytes: number): string => `${Math.round(bytes / 1024 / 1024)} MB`;
        const message = `the ${what} ${path} has ${megabytes(size)}; at most ${megabytes(maxFileBytes)} are read`;
        this.#problems.add('file-too-large', message, place, 'split the file');
        return undefined;
      }
      const text = readFileSync(path, 'utf8');
      this.sources.set(path, text);
      const before = this.#problems.list.length;
      const documents = readYaml(path, text, this.#problems, { version });
      return this.#problems.list.slice(before).some(({ code }) => code !== 'duplicate-key')
        ? undefined
        : documents;
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      const why =
        code === 'ENOENT'
          ? 'does not exist'
          : code === 'EISDIR'
            ? 'is a folder'
            : `cannot be read (${code ?? String(error)})`;
      this.#problems.add('missing-file', `the ${what} ${path} ${why}`, place);
      return undefined;
    }
  }
}
