/** `kubectl auth can-i`: asks the API whether the user may, or for all that it may. */
import {
  TabWriter,
  breakDownRule,
  compactRules,
  isAtLeast,
  sortRules,
  tableWriterOptions,
  type KubeObject,
  type PolicyRule,
} from '../../kube/index.ts';
import { defineCommand } from '../command.ts';
import type { CommandContext } from '../context.ts';
import { ruleLine } from '../describe/role.ts';
import { KubectlError } from '../kubectl-error.ts';
import { findResource } from '../resources/index.ts';

const resourceVerbs = new Set(
  'get list watch create update patch delete deletecollection use bind impersonate *'.split(' '),
);
const urlVerbs = new Set('get put post head options delete patch *'.split(' '));
/** What RBAC knows and no API serves. @since kubectl 1.22 */
const nonStandard = new Set(['users', 'groups']);

/** Since 1.25 the text's own line break comes twice. @source kubectl 1.25 pkg/cmd/auth/cani.go WarningPrinter */
const warn = (context: CommandContext, text: string): void =>
  context.err(`Warning: ${text}\n${isAtLeast(context.version, 25) ? '\n' : ''}`);

interface Named {
  group: string;
  resource: string;
  namespaced: boolean;
}

/** @source k8s 1.20 kubectl/pkg/cmd/auth/cani.go resourceFor */
const resourceNamed = async (word: string, context: CommandContext): Promise<Named> => {
  if (word === '*') return { group: '', resource: '*', namespaced: true };
  const found = findResource(await context.resources(), word.toLowerCase());
  if (found !== undefined) return { group: found.group, resource: found.name, namespaced: found.namespaced };
  const [resource = '', ...groups] = word.toLowerCase().split('.');
  const group = groups.join('.');
  if (!isAtLeast(context.version, 22) || !nonStandard.has(word)) {
    const where = group === '' ? '' : ` in group '${group}'`;
    warn(context, `the server doesn't have a resource type '${resource}'${where}`);
  }
  return { group: '', resource: word, namespaced: true };
};

const review = async (
  context: CommandContext,
  kind: 'SelfSubjectAccessReview' | 'SelfSubjectRulesReview',
  spec: unknown,
): Promise<Record<string, unknown>> => {
  const group = 'authorization.k8s.io';
  const object: KubeObject & { spec: unknown } = {
    apiVersion: `${group}/v1`,
    kind,
    metadata: {} as KubeObject['metadata'],
    spec,
  };
  const key = { group, version: 'v1', name: `${kind.toLowerCase()}s` };
  const answer = (await context.api.create(key, undefined, object)) as KubeObject & {
    status?: Record<string, unknown>;
  };
  return answer.status ?? {};
};

/** @source k8s 1.20 kubectl/pkg/cmd/auth/cani.go printStatus */
const listRules = async (context: CommandContext, hasHeaders: boolean): Promise<void> => {
  const status = await review(context, 'SelfSubjectRulesReview', { namespace: context.namespace });
  if (status['incomplete'] === true) {
    const what = `the list may be incomplete: ${String(status['evaluationError'] ?? '')}`;
    context.err(`${isAtLeast(context.version, 25) ? 'Warning' : 'warning'}: ${what}\n`);
  }
  const rules = [
    ...((status['resourceRules'] ?? []) as PolicyRule[]),
    ...((status['nonResourceRules'] ?? []) as PolicyRule[]),
  ];
  const writer = new TabWriter(tableWriterOptions);
  if (hasHeaders) writer.write('Resources\tNon-Resource URLs\tResource Names\tVerbs\n');
  for (const rule of sortRules(compactRules(rules.flatMap(breakDownRule))))
    writer.write(`${ruleLine(rule)}\n`);
  context.out(writer.flush());
};

const tooMany = (context: CommandContext): KubectlError =>
  new KubectlError(
    isAtLeast(context.version, 26)
      ? "you must specify two arguments: verb resource or verb resource/resourceName.\nSee 'kubectl auth can-i -h' for help and examples."
      : 'you must specify two or three arguments: verb, resource, and optional resourceName',
  );

/** @source k8s 1.20 kubectl/pkg/cmd/auth/cani.go */
export const canI = defineCommand({
  name: 'can-i',
  summary: 'Check whether an action is allowed',
  use: 'auth can-i VERB [TYPE | TYPE/NAME | NONRESOURCEURL]',
  flags: {
    'all-namespaces': { type: 'bool', short: 'A' },
    list: { type: 'bool' },
    quiet: { type: 'bool', short: 'q' },
    subresource: { type: 'string' },
    'no-headers': { type: 'bool' },
  },
  async run({ args, flags }, context) {
    const { subresource, quiet } = flags;
    const isEverywhere = flags['all-namespaces'];
    if (flags.list) {
      if (args.length > 0) throw new KubectlError('list option must be specified with no arguments');
      if (quiet || isEverywhere || subresource !== '')
        throw new KubectlError(
          "list option can't be specified with neither quiet, all-namespaces nor subresource options",
        );
      await listRules(context, !flags['no-headers']);
      return;
    }
    const [verb, target] = args;
    if (verb === undefined || target === undefined || args.length > 2) throw tooMany(context);
    let spec: unknown;
    if (target.startsWith('/')) {
      if (subresource !== '') throw new KubectlError('--subresource can not be used with NonResourceURL');
      if (!urlVerbs.has(verb)) warn(context, `verb '${verb}' is not a known verb`);
      spec = { nonResourceAttributes: { path: target, verb } };
    } else {
      const slash = target.indexOf('/');
      const word = slash < 0 ? target : target.slice(0, slash);
      const { group, resource, namespaced } = await resourceNamed(word, context);
      if (!isEverywhere) {
        const where = group === '' ? '' : ` in group '${group}'`;
        if (!namespaced) warn(context, `resource '${resource}' is not namespace scoped${where}`);
        if (!resourceVerbs.has(verb)) warn(context, `verb '${verb}' is not a known verb`);
      }
      const namespace = isEverywhere ? '' : context.namespace;
      const name = slash < 0 ? '' : target.slice(slash + 1);
      spec = { resourceAttributes: { namespace, verb, group, resource, subresource, name } };
    }
    if (flags['no-headers']) throw new KubectlError('--no-headers cannot be set without --list specified');
    const status = await review(context, 'SelfSubjectAccessReview', spec);
    const isAllowed = status['allowed'] === true;
    const why = [status['reason'], status['evaluationError']]
      .filter((text) => text !== undefined && text !== '')
      .map((text) => ` - ${String(text)}`);
    if (!quiet) context.out(isAllowed ? 'yes\n' : `no${why.join('')}\n`);
    if (!isAllowed) throw new KubectlError('', { isPlain: true });
  },
});
