/** `kubectl drain`: marks nodes unschedulable and evicts their pods. */
import { ValueError, isAtLeast, parseLabelSelector } from '../../kube/index.ts';
import type { Pod } from '../../kube/index.ts';
import { dryRunFlag, dryRunOf, warnDeprecatedFlag } from '../changes/index.ts';
import { defineCommand } from '../command.ts';
import type { CommandContext } from '../context.ts';
import {
  drainErrors,
  drainWarnings,
  judgePod,
  markNodes,
  nodesOf,
  printNode,
  removePods,
} from '../drain/index.ts';
import type { DrainFilterOptions, PodVerdict, RemovePodsOptions } from '../drain/index.ts';
import { FlagError, KubectlError, asCommandError, isNotFound, throwGathered } from '../kubectl-error.ts';
import type { DryRun } from '../print-result.ts';
import { resourceFor } from '../resources/index.ts';

interface Drain {
  filters: DrainFilterOptions;
  podSelector: string;
  removal: Omit<RemovePodsOptions, 'onGone'>;
  dryRun: DryRun;
}

/** The verdicts on a node's pods. @source k8s 1.20 kubectl/pkg/drain/drain.go GetPodsForDeletion */
const judgePods = async (node: string, drain: Drain, context: CommandContext): Promise<PodVerdict[]> => {
  const served = await context.resources();
  const daemonSets = resourceFor(served, 'daemonsets.apps');
  const pods = await context.api.list(resourceFor(served, 'pods'), {
    fieldSelector: `spec.nodeName=${node}`,
    ...(drain.podSelector === '' ? {} : { labelSelector: drain.podSelector }),
  });
  const verdicts: PodVerdict[] = [];
  for (const pod of pods.items as Pod[]) {
    const { namespace, ownerReferences = [] } = pod.metadata;
    const owner = ownerReferences.find(({ controller, kind }) => controller === true && kind === 'DaemonSet');
    let missing: { message: string; isMissing: boolean } | undefined;
    if (owner !== undefined) {
      await context.api.get(daemonSets, namespace, owner.name).catch((caught: unknown) => {
        missing = { message: asCommandError(caught).message, isMissing: isNotFound(caught) };
      });
    }
    verdicts.push(judgePod(pod, drain.filters, missing, context.version, context.clock.now()));
  }
  return verdicts;
};

const doomedOf = (verdicts: readonly PodVerdict[]): Pod[] =>
  verdicts.filter(({ isDeleted }) => isDeleted).map(({ pod }) => pod);

/** Empties one node and answers how its pods went. @source k8s 1.20 kubectl/pkg/cmd/drain/drain.go deleteOrEvictPodsSimple */
const emptyNode = async (node: string, drain: Drain, context: CommandContext): Promise<string> => {
  const verdicts = await judgePods(node, drain, context);
  throwGathered(drainErrors(verdicts).map((text) => new KubectlError(text)));
  const warnings = drainWarnings(verdicts);
  const prefix = isAtLeast(context.version, 25) ? 'Warning' : 'WARNING';
  if (warnings.length > 0) context.err(`${prefix}: ${warnings.join('; ')}\n`);
  const pods = doomedOf(verdicts);
  if (drain.dryRun === 'client') {
    for (const { metadata } of pods)
      context.out(`evicting pod ${metadata.namespace ?? ''}/${metadata.name} (dry run)\n`);
    return 'drained';
  }
  const verb = drain.removal.usesEviction ? 'evicted' : 'deleted';
  let last = 'drained';
  try {
    const onGone = ({ metadata }: Pod): void => {
      context.out(`pod/${metadata.name} ${verb}\n`);
      // Before 1.23 the printer of the pods prints the node too (its TypeSetter is shared).
      if (!isAtLeast(context.version, 23)) last = verb;
    };
    const podResource = resourceFor(await context.resources(), 'pods');
    await removePods(pods, podResource, { ...drain.removal, onGone }, context);
  } catch (caught) {
    const error = asCommandError(caught);
    const left = await judgePods(node, drain, context);
    const pending = doomedOf(left);
    if (pending.length > 0) {
      context.err(
        `There are pending pods in node ${JSON.stringify(node)} when an error occurred: ${error.message}\n`,
      );
      for (const { metadata } of pending) context.err(`pod/${metadata.name}\n`);
    }
    const refused = drainErrors(left);
    if (refused.length > 0) {
      const text = refused.length === 1 ? refused[0]! : `[${refused.join(', ')}]`;
      context.err(`Following errors occurred while getting the list of pods to delete:\n${text}`);
    }
    throw error;
  }
  return last;
};

/** @source k8s 1.20 kubectl/pkg/cmd/drain/drain.go RunDrain */
export const drain = defineCommand({
  name: 'drain',
  summary: 'Drain node in preparation for maintenance',
  use: 'drain NODE',
  flags: {
    force: { type: 'bool' },
    'ignore-daemonsets': { type: 'bool' },
    'ignore-errors': { type: 'bool', summary: 'Of 1.21 and 1.22' },
    'delete-local-data': { type: 'bool' },
    'delete-emptydir-data': { type: 'bool', summary: 'From 1.20 on' },
    'grace-period': { type: 'int', default: -1 },
    timeout: { type: 'duration' },
    selector: { type: 'string', short: 'l' },
    'pod-selector': { type: 'string' },
    'disable-eviction': { type: 'bool' },
    'skip-wait-for-delete-timeout': { type: 'int' },
    'chunk-size': { type: 'int', default: 500, summary: 'From 1.22 on' },
    'dry-run': dryRunFlag,
  },
  async run({ args, flags, isSet }, context) {
    const { version } = context;
    if (isSet('delete-emptydir-data') && !isAtLeast(version, 20))
      throw new FlagError('unknown flag: --delete-emptydir-data');
    if (isSet('ignore-errors') && (!isAtLeast(version, 21) || isAtLeast(version, 23)))
      throw new FlagError('unknown flag: --ignore-errors');
    if (isSet('delete-local-data') && isAtLeast(version, 31))
      throw new FlagError('unknown flag: --delete-local-data');
    if (isSet('delete-local-data') && isAtLeast(version, 20)) {
      warnDeprecatedFlag(
        context,
        'delete-local-data',
        'This option is deprecated and will be deleted. Use --delete-emptydir-data.',
      );
    }
    const nodes = await nodesOf(
      args,
      { value: flags.selector, isSet: isSet('selector') },
      'drain NODE',
      context,
    );
    const dryRun = dryRunOf(flags['dry-run'], context);
    if (flags['pod-selector'] !== '') {
      try {
        parseLabelSelector(flags['pod-selector']);
      } catch (caught) {
        if (!(caught instanceof ValueError)) throw caught;
        throw new KubectlError('--pod-selector=<pod_selector> must be a valid label selector');
      }
    }
    const plan: Drain = {
      filters: {
        force: flags.force,
        ignoresDaemonSets: flags['ignore-daemonsets'],
        deletesEmptyDirData: flags['delete-emptydir-data'] || flags['delete-local-data'],
        skipDeletedSeconds: flags['skip-wait-for-delete-timeout'],
      },
      podSelector: flags['pod-selector'],
      removal: {
        gracePeriodSeconds: flags['grace-period'],
        timeoutMs: flags.timeout,
        skipWaitSeconds: flags['skip-wait-for-delete-timeout'],
        usesEviction: !flags['disable-eviction'],
        isServerDryRun: dryRun === 'server',
      },
      dryRun,
    };
    await markNodes(nodes, true, dryRun, context);
    const goesOn = isAtLeast(version, 23) || flags['ignore-errors'];
    const drained = new Set<string>();
    const errors: Error[] = [];
    for (const { name, object } of nodes) {
      try {
        printNode(object, await emptyNode(name, plan, context), dryRun, context);
        drained.add(name);
      } catch (caught) {
        const error = asCommandError(caught);
        errors.push(error);
        if (goesOn && (isAtLeast(version, 23) || nodes.length > 1)) {
          context.err(
            `error: unable to drain node ${JSON.stringify(name)} due to error:${isAtLeast(version, 31) ? ' ' : ''}${aggregateText(error)}, continuing command...\n`,
          );
          continue;
        }
        if (isAtLeast(version, 22)) context.err(abortWarning);
        context.err(`error: unable to drain node ${JSON.stringify(name)}, aborting command...\n\n`);
        break;
      }
    }
    const remaining = nodes.filter(({ name }) => !drained.has(name));
    if (errors.length > 0 && remaining.length > 0) {
      context.err(
        `There are pending nodes to be drained:\n${remaining.map(({ name }) => ` ${name}\n`).join('')}`,
      );
    }
    throwGathered(errors);
  },
});

/** Of 1.22. */
const abortWarning = `DEPRECATED WARNING: Aborting the drain command in a list of nodes will be deprecated in v1.23.
The new behavior will make the drain command go through all nodes even if one or more nodes failed during the drain.
For now, users can try such experience via: --ignore-errors
`;

const aggregateText = (error: Error): string => {
  const { errors } = error as { errors?: readonly Error[] };
  return errors === undefined ? error.message : `[${errors.map(({ message }) => message).join(', ')}]`;
};
