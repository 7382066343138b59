/** `kubectl taint`: taints of nodes. */
import type { Node } from '../../kube/index.ts';
import { diffPatch, dryRunFlag, dryRunOf, writeOptions } from '../changes/index.ts';
import { defineCommand } from '../command.ts';
import { KubectlError, asCommandError, usageError } from '../kubectl-error.ts';
import { resultPrinter } from '../print-result.ts';
import { resourceFor, visitResources } from '../resources/index.ts';
import { changeTaints, existingTaints, parseTaints, throwTaintErrors } from '../taint/taint-changes.ts';
import type { TaintSpec } from '../taint/taint-changes.ts';

const isTaint = (word: string): boolean => word.includes('=') || word.includes(':') || word.endsWith('-');

/** @source k8s 1.20 kubectl/pkg/cmd/taint/taint.go */
export const taint = defineCommand({
  name: 'taint',
  summary: 'Update the taints on one or more nodes',
  use: 'taint NODE NAME KEY_1=VAL_1:TAINT_EFFECT_1 ... KEY_N=VAL_N:TAINT_EFFECT_N',
  flags: {
    selector: { type: 'string', short: 'l' },
    overwrite: { type: 'bool' },
    all: { type: 'bool' },
    validate: { type: 'bool', default: true },
    'dry-run': dryRunFlag,
    output: { type: 'string', short: 'o' },
    template: { type: 'string' },
    'allow-missing-template-keys': { type: 'bool', default: true },
    'field-manager': { type: 'string', default: 'kubectl-taint' },
  },
  async run({ args, flags }, context) {
    const dryRun = dryRunOf(flags['dry-run'], context);
    const first = args.findIndex(isTaint);
    const resources = first < 0 ? args : args.slice(0, first);
    const words = first < 0 ? [] : args.slice(first);
    const stray = words.find((word) => !isTaint(word));
    if (stray !== undefined)
      throw new KubectlError(`all resources must be specified before taint changes: ${stray}`);
    if (resources.length < 1)
      throw new KubectlError('one or more resources must be specified as <resource> <name>');
    if (words.length < 1) throw new KubectlError('at least one taint update is required');
    let changes: ReturnType<typeof parseTaints>;
    try {
      changes = parseTaints(words);
    } catch (caught) {
      throw usageError(context.commandPath, asCommandError(caught).message);
    }
    const type = resources[0]!.toLowerCase();
    const resource = resourceFor(await context.resources(), type);
    if (resource.kind !== 'Node')
      throw new KubectlError(`invalid resource type ${type}, only node types are supported`);
    const conflicts = changes.add.flatMap((added) =>
      changes.remove
        .filter(({ key, effect }) => key === added.key && (effect === '' || effect === added.effect))
        .map(({ key, effect }) => `{"${key}":"${effect}"}`),
    );
    if (conflicts.length > 0) {
      throw new KubectlError(
        `can not both modify and remove the following taint(s) in the same command: ${conflicts.join(', ')}`,
      );
    }
    if (flags.all && flags.selector !== '')
      throw new KubectlError("setting 'all' parameter with a non empty selector is prohibited");
    const isSelected = flags.all || flags.selector !== '';
    if (!isSelected && resources.length < 2)
      throw new KubectlError("at least one resource name must be specified since 'all' parameter is not set");
    // Upstream loses the "(dry run)" of commands that choose their word late.
    const print = resultPrinter(context, { output: flags.output, template: flags.template });
    const query = isSelected
      ? { args: ['nodes'], all: flags.all, labelSelector: flags.selector }
      : { args: ['nodes', ...resources.slice(1)] };
    await visitResources(context, query, async ({ object, name }) => {
      const node = object as unknown as Node;
      const old = (node.spec?.taints ?? []) as TaintSpec[];
      const existing = flags.overwrite ? '' : existingTaints(old, changes.add);
      if (existing !== '') {
        throw new KubectlError(
          `node ${name} already has ${existing} taint(s) with same effect(s) and --overwrite is false`,
        );
      }
      const result = changeTaints(old, changes, flags.overwrite);
      throwTaintErrors(result);
      const changed = { ...node, spec: { ...node.spec, taints: result.taints } } as unknown as typeof object;
      if (dryRun === 'client') {
        print(changed, result.operation);
        return;
      }
      const patch = diffPatch(object, changed, context.version) ?? {};
      const options = writeOptions(dryRun, flags['field-manager']);
      print(
        await context.api.patch(resource, undefined, name, 'strategic-merge-patch+json', patch, options),
        result.operation,
      );
    });
  },
});
