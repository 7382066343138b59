/** `kubectl annotate`: sets and removes annotations. */
import { createJsonMergePatch, isAtLeast } from '../../kube/index.ts';
import type { JsonObject } from '../../kube/index.ts';
import {
  dryRunFlag,
  dryRunOf,
  fileFlags,
  queryOfFiles,
  recordFlag,
  recorderOf,
  writeOptions,
} from '../changes/index.ts';
import { defineCommand } from '../command.ts';
import { FlagError, KubectlError } from '../kubectl-error.ts';
import { resultPrinter } from '../print-result.ts';
import { visitResources } from '../resources/index.ts';
import { resourcePairs } from '../set/resource-pairs.ts';

/** @source k8s 1.20 kubectl/pkg/cmd/annotate/annotate.go */
export const annotate = defineCommand({
  name: 'annotate',
  summary: 'Update the annotations on a resource',
  use: 'annotate [--overwrite] (-f FILENAME | TYPE NAME) KEY_1=VAL_1 ... KEY_N=VAL_N [--resource-version=version]',
  flags: {
    ...fileFlags,
    overwrite: { type: 'bool' },
    list: { type: 'bool', summary: 'From 1.19 on' },
    local: { type: 'bool' },
    selector: { type: 'string', short: 'l' },
    'field-selector': { type: 'string' },
    all: { type: 'bool' },
    'all-namespaces': { type: 'bool', short: 'A' },
    'resource-version': { type: 'string' },
    'dry-run': dryRunFlag,
    output: { type: 'string', short: 'o' },
    template: { type: 'string' },
    'allow-missing-template-keys': { type: 'bool', default: true },
    'field-manager': { type: 'string', default: 'kubectl-annotate' },
    record: recordFlag,
  },
  async run(line, context) {
    const { flags } = line;
    const recorder = recorderOf(line, context);
    const dryRun = dryRunOf(flags['dry-run'], context);
    const { resources, pairs, removed } = resourcePairs(line.args, 'annotation', true);
    if (flags.all && flags.selector !== '')
      throw new KubectlError('cannot set --all and --selector at the same time');
    if (flags.all && flags['field-selector'] !== '')
      throw new KubectlError('cannot set --all and --field-selector at the same time');
    if (flags.local && resources.length > 0) {
      throw new KubectlError(
        'can only use local files by -f rsrc.yaml or --filename=rsrc.json when --local=true is set',
      );
    }
    if (resources.length < 1 && flags.filename.length === 0)
      throw new KubectlError(
        'one or more resources must be specified as <resource> <name> or <resource>/<name>',
      );
    if (flags.list && !isAtLeast(context.version, 19)) throw new FlagError('unknown flag: --list');
    if (flags.list && flags.output !== '')
      throw new KubectlError('--list and --output may not be specified together');
    if (pairs.size === 0 && removed.length === 0 && !flags.list)
      throw new KubectlError('at least one annotation update is required');
    const both = removed.filter((key) => pairs.has(key));
    if (both.length > 0) {
      throw new KubectlError(
        `can not both modify and remove the following annotation(s) in the same command: ${both.join(', ')}`,
      );
    }
    const files = queryOfFiles(flags);
    const print = resultPrinter(context, { output: flags.output, template: flags.template, dryRun });
    const version = flags['resource-version'];
    const query = flags.local
      ? { ...files, isLocal: true }
      : {
          args: resources,
          ...files,
          labelSelector: flags.selector,
          fieldSelector: flags['field-selector'],
          allNamespaces: flags['all-namespaces'],
          isTypeEnough: flags.all,
        };
    await visitResources(
      context,
      query,
      async ({ object, resource, namespace, name }) => {
        const annotations = object.metadata.annotations ?? {};
        const taken = flags.overwrite
          ? []
          : [...pairs.keys()].filter((key) => Object.hasOwn(annotations, key));
        if (taken.length > 0) {
          const list = taken.map((key) => `'${key}' already has a value (${annotations[key]!})`).join(', ');
          throw new KubectlError(
            `--overwrite is false but found the following declared annotation(s): ${list}`,
          );
        }
        const kept = Object.entries(annotations).filter(([key]) => !removed.includes(key));
        const wanted = { ...Object.fromEntries(kept), ...Object.fromEntries(pairs) };
        const changed = { ...object, metadata: { ...object.metadata, annotations: wanted } };
        if (flags.list) {
          const isOne = resources.length > 1 || resources.some((word) => word.includes('/'));
          if (!isOne)
            context.out(
              `Listing annotations for ${resource.kind}.${resource.group}/${object.metadata.name}:\n`,
            );
          for (const [key, value] of Object.entries(wanted))
            context.out(`${isOne ? '' : ' '}${key}=${value}\n`);
          return;
        }
        if (flags.local || dryRun === 'client') {
          print(changed, 'annotated');
          return;
        }
        const recorded = recorder.record(changed);
        const patch = createJsonMergePatch(
          object as unknown as JsonObject,
          recorded as unknown as JsonObject,
        );
        const sent =
          version === ''
            ? patch
            : {
                ...patch,
                metadata: { ...(patch.metadata as JsonObject | undefined), resourceVersion: version },
              };
        const options = writeOptions(dryRun, flags['field-manager']);
        print(
          await context.api.patch(resource, namespace, name, 'merge-patch+json', sent, options),
          'annotated',
        );
      },
      { isLatest: !flags.local },
    );
  },
});
