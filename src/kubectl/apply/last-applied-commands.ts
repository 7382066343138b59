/** `kubectl apply view-last-applied|set-last-applied|edit-last-applied`. */
import { goJson, goYaml } from '../../kube/index.ts';
import {
  dryRunFlag,
  dryRunOf,
  fileFlags,
  lastAppliedAnnotation,
  lastAppliedOf,
  queryOfFiles,
  requiredFiles,
  withLastApplied,
  writeOptions,
} from '../changes/index.ts';
import { defineCommand } from '../command.ts';
import type { Command } from '../command.ts';
import { KubectlError, asCommandError, usageError, withSource } from '../kubectl-error.ts';
import { resultPrinter } from '../print-result.ts';
import { fetchResources, visitResources } from '../resources/index.ts';

/** @source k8s 1.20 kubectl/pkg/cmd/apply/apply_view_last_applied.go */
const viewLastApplied = defineCommand({
  name: 'view-last-applied',
  summary: 'View latest last-applied-configuration annotations of a resource/object',
  use: 'apply view-last-applied (TYPE [NAME | -l label] | TYPE/NAME | -f FILENAME)',
  flags: {
    ...fileFlags,
    output: { type: 'string', short: 'o', default: 'yaml' },
    selector: { type: 'string', short: 'l' },
    all: { type: 'bool' },
  },
  async run({ args, flags }, context) {
    const query = { args, ...queryOfFiles(flags), labelSelector: flags.selector, isTypeEnough: flags.all };
    const infos = await fetchResources(context, query, { isLatest: true, stopsAtError: true });
    const configurations = infos.flatMap(({ object, name, source }) => {
      const configuration = lastAppliedOf(object);
      if (configuration !== undefined) return [configuration];
      // Upstream wraps an error that is none: an object of the cluster is passed over in silence.
      if (source === undefined) return [];
      throw new KubectlError(
        `error when no last-applied-configuration annotation found on resource: ${name}\n ${JSON.stringify(source)}: %!v(<nil>)`,
      );
    });
    if (flags.output !== 'yaml' && flags.output !== 'json') {
      throw usageError(
        context.commandPath,
        `Unexpected -o output mode: ${flags.output}, the flag 'output' must be one of yaml|json`,
      );
    }
    for (const configuration of configurations)
      context.out(flags.output === 'yaml' ? goYaml(configuration) : `${goJson(configuration, 1)}\n`);
  },
});

/** @source k8s 1.20 kubectl/pkg/cmd/apply/apply_set_last_applied.go */
const setLastApplied = defineCommand({
  name: 'set-last-applied',
  summary: 'Set the last-applied-configuration annotation on a live object to match the contents of a file.',
  use: 'apply set-last-applied -f FILENAME',
  flags: {
    ...fileFlags,
    'create-annotation': { type: 'bool' },
    'dry-run': dryRunFlag,
    output: { type: 'string', short: 'o' },
    template: { type: 'string' },
  },
  async run({ flags }, context) {
    const dryRun = dryRunOf(flags['dry-run'], context);
    const print = resultPrinter(context, { output: flags.output, template: flags.template, dryRun });
    await visitResources(
      context,
      requiredFiles(flags),
      async ({ object, resource, namespace, name, source }) => {
        const annotated = withLastApplied(object);
        const live = await context.api.get(resource, namespace, name).catch((caught: unknown) => {
          throw withSource(asCommandError(caught), 'getting', source);
        });
        if (lastAppliedOf(live) === undefined && !flags['create-annotation']) {
          throw new KubectlError(
            `no last-applied-configuration annotation found on resource: ${name}, to create the annotation, run the command with --create-annotation`,
          );
        }
        const text = annotated.metadata.annotations![lastAppliedAnnotation]!;
        const patch = { metadata: { annotations: { [lastAppliedAnnotation]: text } } };
        if (dryRun === 'client') return print(live, 'configured');
        const options = writeOptions(dryRun);
        print(
          await context.api.patch(resource, namespace, name, 'merge-patch+json', patch, options),
          'configured',
        );
      },
    );
  },
});

const editLastApplied = defineCommand({
  name: 'edit-last-applied',
  summary: 'Edit latest last-applied-configuration annotations of a resource/object',
  use: 'apply edit-last-applied (RESOURCE/NAME | -f FILENAME)',
  flags: fileFlags,
  async run({ args, flags }, context) {
    await fetchResources(context, { args, ...queryOfFiles(flags) }, { isLatest: true });
    throw new KubectlError("labproof's kubectl has no editor: use apply set-last-applied");
  },
});

export const lastAppliedCommands: readonly Command[] = [editLastApplied, setLastApplied, viewLastApplied];
