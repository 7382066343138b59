/** `kubectl label`: sets and removes labels. */
import { createJsonMergePatch, isAtLeast, labelValueErrors } from '../../kube/index.ts';
import type { JsonObject, KubeObject } from '../../kube/index.ts';
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
import type { CommandContext } from '../context.ts';
import { KubectlError, throwGathered } from '../kubectl-error.ts';
import { resultPrinter } from '../print-result.ts';
import { visitResources } from '../resources/index.ts';

const isPair = (word: string): boolean => word.includes('=') || word.endsWith('-');

/** @source k8s 1.20 kubectl/pkg/cmd/label/label.go parseLabels */
const parseLabels = (words: readonly string[]): { set: Record<string, string>; remove: string[] } => {
  const set: Record<string, string> = {};
  const remove: string[] = [];
  for (const word of words) {
    if (!word.includes('=')) {
      remove.push(word.slice(0, -1));
      continue;
    }
    const [key = '', value = '', ...more] = word.split('=');
    if (more.length > 0) throw new KubectlError(`invalid label spec: ${word}`);
    const errors = labelValueErrors(value);
    if (errors.length > 0)
      throw new KubectlError(`invalid label value: ${JSON.stringify(word)}: ${errors.join(';')}`);
    set[key] = value;
  }
  if (remove.some((key) => Object.hasOwn(set, key)))
    throw new KubectlError('can not both modify and remove a label in the same command');
  return { set, remove };
};

/** "unlabeled" is told apart since 1.23. @source k8s 1.20 kubectl/pkg/cmd/label/label.go updateDataChangeMsg */
const operationOf = (
  before: KubeObject,
  after: KubeObject,
  overwrites: boolean,
  context: CommandContext,
): string => {
  const [old, now] = [before, after].map((object) => JSON.stringify(object.metadata.labels ?? {}));
  if (old === now) return 'not labeled';
  const isShorter = now!.length < old!.length;
  const mayOverwrite = isAtLeast(context.version, 24) && overwrites;
  return isShorter && !mayOverwrite && isAtLeast(context.version, 23) ? 'unlabeled' : 'labeled';
};

/** @source k8s 1.20 kubectl/pkg/cmd/label/label.go */
export const label = defineCommand({
  name: 'label',
  summary: 'Update the labels on a resource',
  use: 'label [--overwrite] (-f FILENAME | TYPE NAME) KEY_1=VAL_1 ... KEY_N=VAL_N [--resource-version=version]',
  flags: {
    ...fileFlags,
    overwrite: { type: 'bool' },
    list: { type: 'bool' },
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
    'field-manager': { type: 'string', default: 'kubectl-label' },
    record: recordFlag,
  },
  async run(line, context) {
    const { args, flags } = line;
    const recorder = recorderOf(line, context);
    const dryRun = dryRunOf(flags['dry-run'], context);
    const first = args.findIndex(isPair);
    const resources = first < 0 ? args : args.slice(0, first);
    const words = first < 0 ? [] : args.slice(first);
    const stray = words.find((word) => !isPair(word));
    if (stray !== undefined)
      throw new KubectlError(`all resources must be specified before label changes: ${stray}`);
    const { set, remove } = parseLabels(words);
    if (flags.list && flags.output !== '')
      throw new KubectlError('--list and --output may not be specified together');
    if (flags.all && flags.selector !== '')
      throw new KubectlError('cannot set --all and --selector at the same time');
    if (flags.all && flags['field-selector'] !== '')
      throw new KubectlError('cannot set --all and --field-selector at the same time');
    const files = queryOfFiles(flags);
    if (flags.local && resources.length > 0)
      throw new KubectlError(
        'can only use local files by -f pod.yaml or --filename=pod.json when --local=true is set',
      );
    if (resources.length < 1 && flags.filename.length === 0) {
      throw new KubectlError(
        flags.local
          ? 'one or more files must be specified as -f pod.yaml or --filename=pod.json'
          : 'one or more resources must be specified as <resource> <name> or <resource>/<name>',
      );
    }
    if (Object.keys(set).length === 0 && remove.length === 0 && !flags.list)
      throw new KubectlError('at least one label update is required');
    // Upstream loses the "(dry run)" of commands that choose their word late.
    const print = resultPrinter(context, { output: flags.output, template: flags.template });
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
    const isLocal = flags.local || flags.list || dryRun === 'client';
    await visitResources(
      context,
      query,
      async ({ object, resource, namespace, name }) => {
        const labels = object.metadata.labels ?? {};
        if (!isLocal) {
          for (const key of remove)
            if (!Object.hasOwn(labels, key)) context.out(`label ${JSON.stringify(key)} not found.\n`);
        }
        const taken = flags.overwrite ? [] : Object.keys(set).filter((key) => Object.hasOwn(labels, key));
        throwGathered(
          taken.map(
            (key) =>
              new KubectlError(`'${key}' already has a value (${labels[key]!}), and --overwrite is false`),
          ),
        );
        const kept = Object.entries(labels).filter(([key]) => !remove.includes(key));
        const wanted = { ...Object.fromEntries(kept), ...set };
        const changed = { ...object, metadata: { ...object.metadata, labels: wanted } };
        const operation = operationOf(object, changed, flags.overwrite, context);
        if (flags.list) {
          const only = resources.length > 1 || resources.some((word) => word.includes('/'));
          const group = resource.group;
          if (!only) context.out(`Listing labels for ${resource.kind}.${group}/${name}:\n`);
          for (const [key, value] of Object.entries(wanted))
            context.out(`${only ? '' : ' '}${key}=${value}\n`);
          return;
        }
        if (isLocal) {
          print(changed, operation);
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
        await context.api.patch(resource, namespace, name, 'merge-patch+json', sent, options);
        print(recorded, operation);
      },
      { isLatest: !flags.local },
    );
  },
});
