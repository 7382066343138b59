/** `kubectl create`: from files, or by a subcommand per kind. */
import {
  dryRunFlag,
  dryRunOf,
  fileFlags,
  recordFlag,
  recorderOf,
  isValidating,
  requiredFiles,
  validateFlag,
  withLastApplied,
  writeOptions,
} from '../changes/index.ts';
import { defineCommand } from '../command.ts';
import type { Command } from '../command.ts';
import { createSubcommands } from '../create/index.ts';
import { commandHelp } from '../help.ts';
import { KubectlError, asCommandError, usageError, withSource } from '../kubectl-error.ts';
import { resultPrinter } from '../print-result.ts';
import { visitResources } from '../resources/index.ts';

/** @source k8s 1.20 kubectl/pkg/cmd/create/create.go RunCreate */
export const create: Command = defineCommand({
  name: 'create',
  summary: 'Create a resource from a file or from stdin',
  use: 'create -f FILENAME',
  helpTo: 'stderr',
  subcommands: createSubcommands,
  flags: {
    ...fileFlags,
    'dry-run': dryRunFlag,
    output: { type: 'string', short: 'o' },
    template: { type: 'string' },
    'allow-missing-template-keys': { type: 'bool', default: true },
    'save-config': { type: 'bool' },
    selector: { type: 'string', short: 'l' },
    validate: validateFlag,
    edit: { type: 'bool' },
    raw: { type: 'string' },
    'windows-line-endings': { type: 'bool' },
    'field-manager': { type: 'string', default: 'kubectl-create' },
    record: recordFlag,
  },
  async run(line, context) {
    const { args, flags } = line;
    const recorder = recorderOf(line, context);
    const isEmpty = flags.filename.length === 0 && flags.kustomize === '';
    if (isEmpty) context.err('Error: must specify one of -f and -k\n\n');
    if (args.length > 0)
      throw usageError(context.commandPath, `unknown command ${JSON.stringify(args.join(' '))}`);
    if (isEmpty) throw new KubectlError(commandHelp(create, []), { isPlain: true });
    if (flags.edit)
      throw new KubectlError('create --edit needs an editor: write the manifest as it shall be');
    if (flags.raw !== '') throw new KubectlError('create --raw is not supported');
    const files = requiredFiles(flags);
    const dryRun = dryRunOf(flags['dry-run'], context);
    const print = resultPrinter(context, { output: flags.output, template: flags.template, dryRun });
    const count = await visitResources(
      context,
      { ...files, labelSelector: flags.selector, validates: isValidating(flags.validate) },
      async ({ object, resource, namespace, source }) => {
        const saved = flags['save-config'] ? withLastApplied(object) : object;
        const sent = recorder.record(saved);
        if (dryRun === 'client') {
          print(sent, 'created');
          return;
        }
        const options = writeOptions(dryRun, flags['field-manager']);
        const created = await context.api
          .create(resource, namespace, sent, options)
          .catch((caught: unknown) => {
            throw withSource(asCommandError(caught), 'creating', source);
          });
        print(created, 'created');
      },
    );
    if (count === 0) throw new KubectlError('no objects passed to create');
  },
});
