/** `kubectl create secret generic|docker-registry|tls`. */
import { goJsonString, isAtLeast } from '../../kube/index.ts';
import type { UnknownObject } from '../../kube/index.ts';
import { defineCommand } from '../command.ts';
import type { CommandContext } from '../context.ts';
import { KubectlError, usageError } from '../kubectl-error.ts';
import { dataFlags, dataOf, fileText } from './data-sources.ts';
import { defineCreate } from './define-create.ts';
import { nameHash } from './name-hash.ts';

const base64 = (text: string): string => Buffer.from(text, 'utf8').toString('base64');

const secretOf = (
  name: string,
  type: string,
  texts: Record<string, string>,
  hashes: boolean,
): UnknownObject => {
  const data = Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, base64(text)]));
  const suffix = hashes ? `-${nameHash({ kind: 'Secret', name, type, data })}` : '';
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: name + suffix },
    data,
    ...(type === '' ? {} : { type }),
  };
};

const generic = defineCreate({
  name: 'generic',
  summary: 'Create a secret from a local file, directory or literal value',
  use: 'create secret generic NAME [--type=string] [--from-file=[key=]source] [--from-literal=key1=value1] [--dry-run=server|client|none]',
  flags: { ...dataFlags, type: { type: 'string' } },
  build(name, { flags }, context) {
    const data = dataOf(
      flags,
      'Secret',
      (key) => `cannot add key ${key}, another key by that name already exists`,
      context,
    );
    return secretOf(name, flags.type, data, flags['append-hash']);
  },
});

/** @source k8s 1.20 kubectl/pkg/generate/versioned/secret_for_docker_registry.go */
const dockerRegistry = defineCreate({
  name: 'docker-registry',
  summary: 'Create a secret for use with a Docker registry',
  use: 'create secret docker-registry NAME --docker-username=user --docker-password=password --docker-email=email',
  flags: {
    'docker-username': { type: 'string' },
    'docker-password': { type: 'string' },
    'docker-email': { type: 'string' },
    'docker-server': { type: 'string', default: 'https://index.docker.io/v1/' },
    'from-file': { type: 'stringSlice' },
    'append-hash': { type: 'bool' },
  },
  build(name, { flags }, context) {
    const files = flags['from-file'];
    const [username, password] = [flags['docker-username'], flags['docker-password']];
    if (files.length === 0 && (username === '' || password === '' || flags['docker-server'] === '')) {
      if (isAtLeast(context.version, 21)) {
        throw new KubectlError(
          'either --from-file or the combination of --docker-username, --docker-password and --docker-server is required',
        );
      }
      const absent =
        username === '' ? 'docker-username' : password === '' ? 'docker-password' : 'docker-server';
      throw usageError(context.commandPath, `flag ${absent} is required`);
    }
    const type = 'kubernetes.io/dockerconfigjson';
    if (files.length > 0) {
      const data = dataOf(
        { 'from-file': files, 'from-literal': [], 'from-env-file': '' },
        'Secret',
        (key) => `cannot add key ${key}, another key by that name already exists`,
        context,
      );
      return secretOf(name, type, data, flags['append-hash']);
    }
    const entry: [string, string][] = [
      ['username', username],
      ['password', password],
      ['email', flags['docker-email']],
      ['auth', base64(`${username}:${password}`)],
    ];
    const members = entry.filter(([, value]) => value !== '');
    const json = members.map(([key, value]) => `${goJsonString(key)}:${goJsonString(value)}`).join(',');
    const config = `{"auths":{${goJsonString(flags['docker-server'])}:{${json}}}}`;
    return secretOf(name, type, { '.dockerconfigjson': config }, flags['append-hash']);
  },
});

const checkPem = (text: string, what: string): void => {
  if (!text.includes('-----BEGIN '))
    throw new KubectlError(`failed to load key pair tls: failed to find any PEM data in ${what} input`);
};

/** @deviates only looks for PEM blocks; upstream reads the certificate and the key */
const tls = defineCreate({
  name: 'tls',
  summary: 'Create a TLS secret',
  use: 'create secret tls NAME --cert=path/to/cert/file --key=path/to/key/file [--dry-run=server|client|none]',
  flags: { cert: { type: 'string' }, key: { type: 'string' }, 'append-hash': { type: 'bool' } },
  build(name, { flags }, context: CommandContext) {
    if (flags.key === '') throw usageError(context.commandPath, 'flag key is required');
    if (flags.cert === '') throw usageError(context.commandPath, 'flag cert is required');
    const words = (path: string): string =>
      `${isAtLeast(context.version, 21) ? '' : `Cannot read file ${path}, `}open ${path}: no such file or directory`;
    const certificate = fileText(flags.cert, context, words);
    const key = fileText(flags.key, context, words);
    checkPem(certificate, 'certificate');
    checkPem(key, 'key');
    return secretOf(
      name,
      'kubernetes.io/tls',
      { 'tls.crt': certificate, 'tls.key': key },
      flags['append-hash'],
    );
  },
});

export const secret = defineCommand({
  name: 'secret',
  summary: 'Create a secret using specified subcommand',
  use: 'create secret',
  helpTo: 'stderr',
  subcommands: [dockerRegistry, generic, tls],
});
