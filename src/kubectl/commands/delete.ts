/** `kubectl delete`: objects by name, selector or file; waits until they are gone. */
import { isAtLeast } from '../../kube/index.ts';
import type { DeleteOptions } from '../../kube/index.ts';
import {
  dryRunFlag,
  dryRunOf,
  fileFlags,
  followObject,
  interrupted,
  klogWarning,
  queryOfFiles,
  weekMs,
} from '../changes/index.ts';
import { defineCommand } from '../command.ts';
import type { CommandContext } from '../context.ts';
import {
  KubectlError,
  asCommandError,
  isNotFound,
  isReason,
  throwGathered,
  withSource,
} from '../kubectl-error.ts';
import { qualifiedKind, resourceTargets } from '../resources/index.ts';
import type { ResourceTarget } from '../resources/index.ts';
import { listOptionsOf } from '../get/table-of.ts';
import { explainListError } from '../resources/index.ts';

interface Doomed {
  resource: Exclude<ResourceTarget, { by: 'error' }>['resource'];
  namespace: string | undefined;
  name: string;
  source?: string;
}

/** @source k8s 1.20 kubectl/pkg/cmd/util/helpers.go (cascade); before 1.20 the flag was a boolean */
const propagationOf = (cascade: string, context: CommandContext): DeleteOptions['propagationPolicy'] => {
  const words = { background: 'Background', foreground: 'Foreground', orphan: 'Orphan' } as const;
  const isTrue = /^(1|t|T|true|TRUE|True)$/.test(cascade);
  const isFalse = /^(0|f|F|false|FALSE|False)$/.test(cascade);
  if (!isAtLeast(context.version, 20)) {
    if (isTrue || isFalse) return isTrue ? 'Background' : 'Orphan';
    throw new KubectlError(
      `invalid argument ${JSON.stringify(cascade)} for "--cascade" flag: strconv.ParseBool: parsing ${JSON.stringify(cascade)}: invalid syntax`,
    );
  }
  if (isTrue || isFalse) {
    const word = isTrue ? 'background' : 'orphan';
    klogWarning(
      context,
      'delete.go:384',
      `--cascade=${cascade} is deprecated (boolean value) and can be replaced with --cascade=${word}.`,
    );
    return words[word];
  }
  if (!Object.hasOwn(words, cascade)) {
    throw new KubectlError(
      `invalid cascade value (${cascade}). Must be "background", "foreground", or "orphan"`,
    );
  }
  return words[cascade as keyof typeof words];
};

const doomedBy = async (target: ResourceTarget, context: CommandContext): Promise<Doomed[]> => {
  if (target.by === 'error') throw target.error;
  if (target.by === 'manifest') return [target];
  if (target.by === 'name') return [target];
  const list = await context.api.list(target.resource, listOptionsOf(target)).catch((caught: unknown) => {
    throw explainListError(caught, target);
  });
  return list.items.map(({ metadata }) => ({
    resource: target.resource,
    namespace: metadata.namespace,
    name: metadata.name,
  }));
};

/** @source k8s 1.20 kubectl/pkg/cmd/delete/delete.go Complete, Validate, DeleteResult */
export const deleteCommand = defineCommand({
  name: 'delete',
  summary: 'Delete resources by filenames, stdin, resources and names, or by resources and label selector',
  use: 'delete ([-f FILENAME] | [-k DIRECTORY] | TYPE [(NAME | -l label | --all)])',
  suggestFor: ['rm'],
  flags: {
    ...fileFlags,
    selector: { type: 'string', short: 'l' },
    'field-selector': { type: 'string' },
    all: { type: 'bool' },
    'all-namespaces': { type: 'bool', short: 'A' },
    force: { type: 'bool' },
    'grace-period': { type: 'int', default: -1 },
    now: { type: 'bool' },
    wait: { type: 'bool', default: true },
    timeout: { type: 'duration' },
    'ignore-not-found': { type: 'bool' },
    cascade: { type: 'string', default: 'background', noValueDefault: 'background' },
    output: { type: 'string', short: 'o' },
    raw: { type: 'string' },
    'dry-run': dryRunFlag,
  },
  async run({ args, flags, isSet }, context) {
    if (flags.raw !== '') throw new KubectlError('delete --raw is not supported');
    const cascade = isSet('cascade')
      ? propagationOf(
          isAtLeast(context.version, 20) || flags.cascade !== 'background' ? flags.cascade : 'true',
          context,
        )
      : ('Background' as const);
    const bySelection = flags.all || flags.selector !== '' || flags['field-selector'] !== '';
    const ignoresNotFound = flags['ignore-not-found'] || (!isSet('ignore-not-found') && bySelection);
    let graceSeconds = flags['grace-period'];
    if (flags.now) {
      if (graceSeconds !== -1)
        throw new KubectlError('--now and --grace-period cannot be specified together');
      graceSeconds = 1;
    }
    if (graceSeconds === 0 && !flags.force) graceSeconds = 1;
    if (flags.force && graceSeconds < 0) graceSeconds = 0;
    const dryRun = dryRunOf(flags['dry-run'], context);
    if (flags.all && (flags.selector !== '' || flags['field-selector'] !== ''))
      throw new KubectlError("setting 'all' parameter but found a non empty selector. ");
    const targets = await resourceTargets(context, {
      args,
      ...queryOfFiles(flags),
      all: flags.all,
      labelSelector: flags.selector,
      fieldSelector: flags['field-selector'],
      allNamespaces: flags['all-namespaces'],
    });
    if (flags.output !== '' && flags.output !== 'name')
      throw new KubectlError(`unexpected -o output mode: ${flags.output}. We only support '-o name'`);
    const warning = isAtLeast(context.version, 25) ? 'Warning' : 'warning';
    if (flags.force && graceSeconds === 0) {
      context.err(
        `${warning}: Immediate deletion does not wait for confirmation that the running resource has been terminated. The resource may continue to run on the cluster indefinitely.\n`,
      );
    } else if (flags.force && graceSeconds > 0) {
      throw new KubectlError('--force and --grace-period greater than 0 cannot be specified together');
    }
    const suffix = dryRun === 'client' ? ' (dry run)' : dryRun === 'server' ? ' (server dry run)' : '';
    const operation = `${graceSeconds === 0 ? 'force deleted' : 'deleted'}${suffix}`;
    const print = ({ resource, namespace, name }: Doomed): void => {
      const kind = qualifiedKind(resource);
      const isPlaced = isAtLeast(context.version, 34) && resource.namespaced;
      const place = isPlaced ? ` from ${namespace ?? ''} namespace` : '';
      context.out(flags.output === 'name' ? `${kind}/${name}\n` : `${kind} "${name}" ${operation}${place}\n`);
    };
    let warnsOfScope = context.isNamespaceExplicit && !flags['all-namespaces'];
    const gone: (Doomed & { uid: string | undefined })[] = [];
    const errors: Error[] = [];
    const fail = (caught: unknown, source?: string): void => {
      const error = asCommandError(caught);
      if (!(ignoresNotFound && isNotFound(error))) errors.push(withSource(error, 'deleting', source));
    };
    const remove = async (doomed: Doomed): Promise<string | undefined> => {
      const { resource, namespace, name } = doomed;
      if (warnsOfScope && !resource.namespaced) {
        context.err(`${warning}: deleting cluster-scoped resources, not scoped to the provided namespace\n`);
        warnsOfScope = false;
      }
      if (dryRun === 'client') {
        print(doomed);
        return undefined;
      }
      const answer = await context.api.delete(resource, namespace, name, {
        ...(graceSeconds >= 0 ? { gracePeriodSeconds: graceSeconds } : {}),
        ...(cascade === undefined ? {} : { propagationPolicy: cascade }),
        ...(dryRun === 'server' ? { dryRun: true } : {}),
      });
      print(doomed);
      const { metadata, details } = answer as { metadata?: { uid?: string }; details?: { uid?: string } };
      return details?.uid ?? metadata?.uid;
    };
    let found = 0;
    for (const target of targets) {
      let all: Doomed[] = [];
      try {
        all = await doomedBy(target, context);
      } catch (caught) {
        fail(caught);
      }
      for (const doomed of all) {
        found++;
        try {
          gone.push({ ...doomed, uid: await remove(doomed) });
        } catch (caught) {
          fail(caught, doomed.source);
        }
      }
    }
    throwGathered(errors);
    if (found === 0) {
      context.out('No resources found\n');
      return;
    }
    if (!flags.wait || dryRun !== 'none') return;
    await waitUntilGone(gone, flags.timeout === 0 ? weekMs : flags.timeout, context);
  },
});

/** @source k8s 1.20 kubectl/pkg/cmd/wait/wait.go IsDeleted */
const waitUntilGone = async (
  doomed: readonly (Doomed & { uid: string | undefined })[],
  timeoutMs: number,
  context: CommandContext,
): Promise<void> => {
  for (const one of doomed) {
    try {
      const isGone = await followObject(
        one,
        timeoutMs,
        (object) => object === undefined || (one.uid !== undefined && object.metadata.uid !== one.uid),
        context,
      );
      if (isGone) continue;
    } catch (caught) {
      if (isReason(caught, 'Forbidden') || isReason(caught, 'MethodNotAllowed')) return;
      throw caught;
    }
    const what = `${one.resource.name}/${one.name}`;
    if (timeoutMs < weekMs) throw new KubectlError(`timed out waiting for the condition on ${what}`);
    throw interrupted(`the deletion of ${what}`);
  }
};
