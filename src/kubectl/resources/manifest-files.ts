/** Reads the manifests that -f names: files, directories, standard input; YAML documents, JSON, Lists. */
import { parseAllDocuments } from 'yaml';
import type { UnknownObject } from '../../kube/index.ts';
import type { CommandContext } from '../context.ts';
import { KubectlError } from '../kubectl-error.ts';
import { yamlComplaint } from './yaml-complaint.ts';

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
    const folder = path.replace(/^\.\/+/, '').replace(/\/$/, '');
    const child = folder === '' || folder === '.' ? name : `${folder}/${name}`;
    const isDirectory = files.read(absolute(child, files.cwd)) === undefined;
    if (isDirectory) return isRecursive ? filesOf(child, isRecursive, context) : [];
    return manifestNames.test(name) ? filesOf(child, isRecursive, context) : [];
  });
};

/** A file that cannot be read on: what came before it stands. */
export interface BrokenManifest {
  source: string;
  error: KubectlError;
}

/** The documents of one text up to the first that does not parse; nothing for an empty one. */
const documentsOf = (text: string, source: string): { values: unknown[]; error?: KubectlError } => {
  const documents = parseAllDocuments(text, { version: '1.1', merge: true });
  if (!Array.isArray(documents)) return { values: [] };
  const values: unknown[] = [];
  for (const document of documents) {
    const [error] = document.errors;
    if (error !== undefined) {
      const why = yamlComplaint(error, document.errors);
      return {
        values,
        error: new KubectlError(`error parsing ${source}: error converting YAML to JSON: yaml: ${why}`),
      };
    }
    values.push(document.toJS({ maxAliasCount: 100 }) as unknown);
  }
  return { values };
};

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** All objects in `text`; the items of Lists one by one. @source k8s 1.20 cli-runtime/pkg/resource/visitor.go StreamVisitor.Visit */
export const readManifest = (text: string, source: string): (Manifest | BrokenManifest)[] => {
  const { values, error } = documentsOf(text, source);
  const manifests = values.flatMap((document): (Manifest | BrokenManifest)[] => {
    if (document === null || document === undefined) return [];
    if (!isObject(document)) {
      const found = Array.isArray(document) ? 'array' : typeof document;
      return [
        {
          source,
          error: new KubectlError(
            `error parsing ${source}: json: cannot unmarshal ${found} into Go value of type map[string]interface {}`,
          ),
        },
      ];
    }
    const items = document.items;
    if (typeof document.kind === 'string' && document.kind.endsWith('List') && Array.isArray(items)) {
      return items.filter(isObject).map((item) => ({ source, object: item as unknown as UnknownObject }));
    }
    return [{ source, object: document as unknown as UnknownObject }];
  });
  return error === undefined ? manifests : [...manifests, { source, error }];
};

/** The manifests of all -f, in order. @throws KubectlError for a path that is none */
export const readManifests = (
  paths: readonly string[],
  isRecursive: boolean,
  context: CommandContext,
): (Manifest | BrokenManifest)[] =>
  paths.flatMap((path) => {
    if (path === '-') return readManifest(context.stdin ?? '', 'STDIN');
    if (/^https?:\/\//.test(path))
      throw new KubectlError(`unable to read URL ${JSON.stringify(path)}: labproof reads no URLs`);
    return filesOf(path, isRecursive, context).flatMap(({ source, text }) => readManifest(text, source));
  });
