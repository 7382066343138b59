/** --from-literal, --from-file and --from-env-file: the data of config maps and secrets. */
import { configMapKeyErrors, envVarNameErrors } from '../../kube/index.ts';
import type { CommandContext } from '../context.ts';
import type { FlagDefinitions } from '../flags.ts';
import { KubectlError } from '../kubectl-error.ts';

export const dataFlags = {
  'from-literal': { type: 'stringArray' },
  'from-file': { type: 'stringSlice' },
  'from-env-file': { type: 'string' },
  'append-hash': { type: 'bool' },
} as const satisfies FlagDefinitions;

interface DataFlagValues {
  'from-literal': string[];
  'from-file': string[];
  'from-env-file': string;
}

/** @source k8s 1.20 kubectl/pkg/util/util.go ParseLiteralSource */
const readLiteral = (source: string): [key: string, value: string] => {
  const equals = source.indexOf('=');
  if (equals < 1) throw new KubectlError(`invalid literal source ${source}, expected key=value`);
  return [source.slice(0, equals), source.slice(equals + 1)];
};

/** @source k8s 1.20 kubectl/pkg/util/util.go ParseFileSource */
const readFileSource = (source: string): [key: string, path: string] => {
  const count = source.split('=').length - 1;
  if (count === 0) return [source.replace(/\/+$/, '').split('/').at(-1)!, source];
  if (count > 1) throw new KubectlError("key names or file paths cannot contain '='");
  if (source.startsWith('=')) throw new KubectlError(`key name for file path ${source.slice(1)} missing`);
  if (source.endsWith('=')) throw new KubectlError(`file path for key name ${source.slice(0, -1)} missing`);
  const equals = source.indexOf('=');
  return [source.slice(0, equals), source.slice(equals + 1)];
};

const absolute = (path: string, { files }: CommandContext): string =>
  path.startsWith('/') ? path : `${files.cwd.replace(/\/$/, '')}/${path}`;

const missing = (path: string): KubectlError =>
  new KubectlError(`error reading ${path}: no such file or directory`);

/** Files of a --from-file: itself, or those in a directory. */
const filesOf = (source: string, context: CommandContext): [key: string, text: string][] => {
  const [key, path] = readFileSource(source);
  const place = absolute(path, context);
  const text = context.files.read(place);
  if (text !== undefined) return [[key, text]];
  const names = context.files.list(place);
  if (names === undefined) throw missing(path);
  if (source.includes('=')) throw new KubectlError('cannot give a key name for a directory path');
  return names.flatMap((name): [string, string][] => {
    const content = context.files.read(`${place}/${name}`);
    return content === undefined ? [] : [[name, content]];
  });
};

/** @source k8s 1.20 kubectl/pkg/generate/versioned/env_file.go addFromEnvFile */
const envFileOf = (path: string, context: CommandContext): [key: string, value: string][] => {
  const place = absolute(path, context);
  const text = context.files.read(place);
  if (text === undefined) {
    throw context.files.list(place) === undefined
      ? missing(path)
      : new KubectlError(`env config file ${path} cannot be a directory`);
  }
  return text.split(/\r?\n/).flatMap((raw): [string, string][] => {
    const line = raw.trimStart();
    if (line === '' || line.startsWith('#')) return [];
    const equals = line.indexOf('=');
    const key = equals < 0 ? line : line.slice(0, equals);
    const errors = envVarNameErrors(key);
    if (errors.length > 0)
      throw new KubectlError(`${JSON.stringify(key)} is not a valid key name: ${errors.join(';')}`);
    return [[key, equals < 0 ? '' : line.slice(equals + 1)]];
  });
};

/** The data that the flags give, checked. `taken` words the complaint about a key given twice. */
export const dataOf = (
  flags: DataFlagValues,
  kind: 'ConfigMap' | 'Secret',
  taken: (key: string) => string,
  context: CommandContext,
): Record<string, string> => {
  const envFile = flags['from-env-file'];
  if (envFile !== '' && (flags['from-file'].length > 0 || flags['from-literal'].length > 0))
    throw new KubectlError('from-env-file cannot be combined with from-file or from-literal');
  const data: Record<string, string> = {};
  const add = (key: string, value: string): void => {
    const errors = configMapKeyErrors(key);
    if (errors.length > 0)
      throw new KubectlError(
        `${JSON.stringify(key)} is not a valid key name for a ${kind}: ${errors.join(',')}`,
      );
    if (Object.hasOwn(data, key)) throw new KubectlError(taken(key));
    data[key] = value;
  };
  for (const source of flags['from-file']) for (const [key, text] of filesOf(source, context)) add(key, text);
  for (const source of flags['from-literal']) add(...readLiteral(source));
  if (envFile !== '') for (const [key, value] of envFileOf(envFile, context)) add(key, value);
  return data;
};

/** The text of one file. @throws KubectlError in the words given for a missing one */
export const fileText = (path: string, context: CommandContext, words: (path: string) => string): string => {
  const text = context.files.read(absolute(path, context));
  if (text === undefined) throw new KubectlError(words(path));
  return text;
};
