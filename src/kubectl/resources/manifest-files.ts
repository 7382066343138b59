/** Reads the manifests that -f names: files, directories, standard input; YAML documents, JSON, Lists. */
import { parseAllDocuments } from 'yaml';
import type { UnknownObject } from '../../kube/index.ts';
import type { CommandContext } from '../context.ts';
import { KubectlError } from '../kubectl-error.ts';

export interface Manifest {
  /** The file as named on the line (or found in a directory); "STDIN" for `-`. */
  source: string;
  object: UnknownObject;
}

const manifestNames = /\.(json|ya?ml)$/;

const absolute = (path: string, cwd: string): string =>
  path.startsWith('/') ? path : `${cwd.replace(/\/$/, '')}/${path}`;

/** Files of a path, in the order kubectl visits them. */
const filesOf = (
  path: string,
  isRecursive: boolean,
  context: CommandContext,
): { source: string; text: string }[] => {
  const { files } = context;
  const place = absolute(path, files.cwd);
  const text = files.read(place);
  if (text !== undefined) return [{ source: path, text }];
  const names = files.list(place);
  if (names === undefined) throw new KubectlError(`the path ${JSON.stringify(path)} does not exist`);
  return names.flatMap((name) => {
    const child = `${path.replace(/\/$/, '')}/${name}`;
    const isDirectory = files.read(absolute(child, files.cwd)) === undefined;
    if (isDirectory) return isRecursive ? filesOf(child, isRecursive, context) : [];
    return manifestNames.test(name) ? filesOf(child, isRecursive, context) : [];
  });
};

/** The documents of one text; nothing for an empty one. */
const documentsOf = (text: string, source: string): unknown[] => {
  const documents = parseAllDocuments(text, { version: '1.1', merge: true });
  if (!Array.isArray(documents)) return [];
  return documents.map((document) => {
    const error = document.errors[0];
    if (error !== undefined) {
      const line = error.linePos?.[0].line ?? 1;
      const what = error.message.split('\n')[0]!.replace(/ at line \d+, column \d+:?$/, '');
      throw new KubectlError(
        `error parsing ${source}: error converting YAML to JSON: yaml: line ${line}: ${what}`,
      );
    }
    return document.toJS({ maxAliasCount: 100 }) as unknown;
  });
};

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** All objects in `text`; the items of Lists one by one. */
export const readManifest = (text: string, source: string): Manifest[] =>
  documentsOf(text, source).flatMap((document): Manifest[] => {
    if (document === null || document === undefined) return [];
    if (!isObject(document)) {
      throw new KubectlError(
        `error parsing ${source}: error converting YAML to JSON: json: cannot unmarshal ${Array.isArray(document) ? 'array' : typeof document} into Go value of type map[string]interface {}`,
      );
    }
    const items = document.items;
    if (typeof document.kind === 'string' && document.kind.endsWith('List') && Array.isArray(items)) {
      return items.filter(isObject).map((item) => ({ source, object: item as unknown as UnknownObject }));
    }
    return [{ source, object: document as unknown as UnknownObject }];
  });

/** The manifests of all -f, in order. @throws KubectlError for what cannot be read */
export const readManifests = (
  paths: readonly string[],
  isRecursive: boolean,
  context: CommandContext,
): Manifest[] =>
  paths.flatMap((path) => {
    if (path === '-') return readManifest(context.stdin ?? '', 'STDIN');
    if (/^https?:\/\//.test(path))
      throw new KubectlError(`unable to read URL ${JSON.stringify(path)}: labproof reads no URLs`);
    return filesOf(path, isRecursive, context).flatMap(({ source, text }) => readManifest(text, source));
  });
