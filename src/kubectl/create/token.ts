/** `kubectl create token`: a token for a service account, for a time. */
import { isAtLeast, type KubeObject } from '../../kube/index.ts';
import { defineCommand } from '../command.ts';
import { KubectlError, asCommandError, usageError } from '../kubectl-error.ts';
import { objectPrinter } from '../object-printer.ts';
import { nameOf } from './define-create.ts';

const kindsBefore = ['Pod', 'Secret'];
const kindsSince = ['Node', 'Pod', 'Secret'];

interface TokenFlags {
  audience: string[];
  duration: number;
  'bound-object-kind': string;
  'bound-object-name': string;
  'bound-object-uid': string;
}

/** @source kubectl 1.24 pkg/cmd/create/create_token.go Validate */
const check = (flags: TokenFlags, kinds: readonly string[]): void => {
  const { duration, audience } = flags;
  const [kind, name, uid] = [
    flags['bound-object-kind'],
    flags['bound-object-name'],
    flags['bound-object-uid'],
  ];
  const fail = (why: string): never => {
    throw new KubectlError(why);
  };
  if (duration < 0) fail('--duration must be greater than or equal to 0');
  if (duration % 1000 !== 0) fail('--duration cannot be expressed in units less than seconds');
  if (audience.includes('')) fail('--audience must not be an empty string');
  if (kind === '') {
    if (name !== '') fail('--bound-object-name can only be set if --bound-object-kind is provided');
    if (uid !== '') fail('--bound-object-uid can only be set if --bound-object-kind is provided');
    return;
  }
  if (!kinds.includes(kind)) fail(`supported --bound-object-kind values are ${kinds.join(', ')}`);
  if (name === '') fail('--bound-object-name is required if --bound-object-kind is provided');
};

/** @source kubectl 1.24 pkg/cmd/create/create_token.go; @since kubectl 1.24 */
export const token = defineCommand({
  name: 'token',
  summary: 'Request a service account token',
  use: 'create token SERVICE_ACCOUNT_NAME',
  flags: {
    audience: { type: 'stringArray' },
    duration: { type: 'duration' },
    'bound-object-kind': { type: 'string' },
    'bound-object-name': { type: 'string' },
    'bound-object-uid': { type: 'string' },
    output: { type: 'string', short: 'o' },
    template: { type: 'string' },
  },
  async run(line, context) {
    const { flags, args } = line;
    if (!isAtLeast(context.version, 24)) {
      context.err('Error: must specify one of -f and -k\n\n');
      throw usageError('kubectl create', `unknown command ${JSON.stringify(['token', ...args].join(' '))}`);
    }
    const name = nameOf(line, context);
    const printer = objectPrinter({ output: flags.output, template: flags.template }, context);
    check(flags, isAtLeast(context.version, 31) ? kindsSince : kindsBefore);
    const request = {
      apiVersion: 'authentication.k8s.io/v1',
      kind: 'TokenRequest',
      metadata: {},
      spec: {
        audiences: flags.audience.length === 0 ? null : flags.audience,
        ...(flags.duration === 0 ? {} : { expirationSeconds: flags.duration / 1000 }),
        ...(flags['bound-object-kind'] === ''
          ? {}
          : {
              boundObjectRef: {
                kind: flags['bound-object-kind'],
                apiVersion: 'v1',
                name: flags['bound-object-name'],
                uid: flags['bound-object-uid'],
              },
            }),
      },
    };
    const key = { group: '', version: 'v1', name: 'serviceaccounts' };
    const answer = (await context.api
      .createSubresource(key, context.namespace, name, 'token', request)
      .catch((caught: unknown) => {
        throw new KubectlError(`failed to create token: ${asCommandError(caught).message}`);
      })) as KubeObject & { status?: { token?: string } };
    if (printer !== undefined) {
      context.out(printer(answer));
      return;
    }
    context.out(`${answer.status?.token ?? ''}${context.isTerminal ? '\n' : ''}`);
  },
});
