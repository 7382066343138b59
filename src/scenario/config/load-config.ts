/** Loads labproof.config.yaml: defaults of the command line. */
import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { LabproofError } from '../../core/index.ts';
import { Problems, readFieldSet } from '../../document/index.ts';
import { SourceFiles } from '../source-files.ts';
import { configFields } from './config-fields.ts';
import type { Config } from './config-fields.ts';

export interface LoadedConfig {
  /** Empty when there is no file. */
  config: Config;
  /** The file read; absent when there is none. */
  file?: string;
  problems: readonly LabproofError[];
  sources: ReadonlyMap<string, string>;
}

const names = ['labproof.config.yaml', 'labproof.config.yml'];

/** The nearest config file in `folder` or above. */
export const findConfig = (folder: string): string | undefined => {
  for (let current = resolve(folder); ; current = dirname(current)) {
    const found = names.map((name) => join(current, name)).find((path) => existsSync(path));
    if (found !== undefined || dirname(current) === current) return found;
  }
};

/** Loads a config file, or an empty config when `path` is undefined. Never rejects for what is wrong with it. */
export const loadConfig = async (path: string | undefined): Promise<LoadedConfig> => {
  const problems = new Problems();
  const files = new SourceFiles(problems);
  if (path === undefined) return { config: {}, problems: [], sources: files.sources };
  const documents = files.documents(path, { what: 'config file' });
  if (documents !== undefined && documents.length > 1)
    problems.add(
      'several-documents',
      `a config file has one document; this has ${documents.length}`,
      documents[1]!.position,
    );
  const root = documents?.[0];
  const isEmpty = root === undefined || (root.kind === 'scalar' && root.value === null);
  const config = isEmpty ? {} : (readFieldSet(configFields, root, problems) ?? {});
  return { config, file: path, problems: problems.list, sources: files.sources };
};
