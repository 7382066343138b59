/** `kubectl apply`: makes objects as manifests say, remembering what was applied. */
import type { KubeObject } from '../../kube/index.ts';
import { applyObject, applyServerSide, lastAppliedCommands, serverSideManager } from '../apply/index.ts';
import {
  dryRunFlag,
  dryRunOf,
  fileFlags,
  recordFlag,
  recorderOf,
  requiredFiles,
  isValidating,
  validateFlag,
} from '../changes/index.ts';
import { defineCommand } from '../command.ts';
import { KubectlError, asCommandError, throwGathered, usageError } from '../kubectl-error.ts';
import { objectPrinter } from '../object-printer.ts';
import { resultPrinter } from '../print-result.ts';
import { visitResources } from '../resources/index.ts';
import type { ResourceInfo } from '../resources/index.ts';

/** @source k8s 1.20 kubectl/pkg/cmd/apply/apply.go */
export const apply = defineCommand({
  name: 'apply',
  summary: 'Apply a configuration to a resource by filename or stdin',
  use: 'apply (-f FILENAME | -k DIRECTORY)',
  subcommands: lastAppliedCommands,
  flags: {
    ...fileFlags,
    'dry-run': dryRunFlag,
    'server-dry-run': { type: 'bool', summary: 'Of 1.18' },
    output: { type: 'string', short: 'o' },
    template: { type: 'string' },
    'allow-missing-template-keys': { type: 'bool', default: true },
    selector: { type: 'string', short: 'l' },
    all: { type: 'bool' },
    prune: { type: 'bool' },
    'prune-whitelist': { type: 'stringArray' },
    overwrite: { type: 'bool', default: true },
    validate: validateFlag,
    'openapi-patch': { type: 'bool', default: true },
    'server-side': { type: 'bool' },
    'force-conflicts': { type: 'bool' },
    force: { type: 'bool' },
    'grace-period': { type: 'int', default: -1 },
    cascade: { type: 'string', default: 'background', noValueDefault: 'background' },
    wait: { type: 'bool' },
    timeout: { type: 'duration' },
    'field-manager': { type: 'string', default: 'kubectl-client-side-apply' },
    record: recordFlag,
  },
  async run(line, context) {
    const { args, flags } = line;
    const files = requiredFiles(flags);
    if (args.length > 0) throw usageError(context.commandPath, `Unexpected args: [${args.join(' ')}]`);
    if (flags.prune)
      throw new KubectlError("labproof's kubectl does not prune: delete what is no longer wanted");
    if (flags['force-conflicts'] && !flags['server-side'])
      throw new KubectlError('--force-conflicts only works with --server-side');
    const isServerSide = flags['server-side'];
    const recorder = recorderOf(line, context);
    const dryRun = flags['server-dry-run'] ? 'server' : dryRunOf(flags['dry-run'], context);
    if (isServerSide && dryRun === 'client') {
      throw new KubectlError(
        "--dry-run=client doesn't work with --server-side (did you mean --dry-run=server instead?)",
      );
    }
    if (isServerSide && flags.force) throw new KubectlError('--force cannot be used with --server-side');
    const isManagerGiven = line.isSet('field-manager') || !isServerSide;
    const fieldManager = isManagerGiven ? flags['field-manager'] : serverSideManager;
    const request = { output: flags.output, template: flags.template, dryRun };
    const printer = flags.output === 'name' ? undefined : objectPrinter(request, context);
    const print = resultPrinter(context, request);
    const infos: ResourceInfo[] = [];
    const errors: Error[] = [];
    const fail = (caught: unknown): void => void errors.push(asCommandError(caught));
    await visitResources(
      context,
      { ...files, labelSelector: flags.selector, validates: isValidating(flags.validate) },
      async (info) => void infos.push(info),
    ).catch(fail);
    if (infos.length === 0 && errors.length === 0) throw new KubectlError('no objects passed to apply');
    const printed: KubeObject[] = [];
    const options = {
      dryRun,
      fieldManager,
      takesConflicts: flags['force-conflicts'],
      overwrites: flags.overwrite,
      isForced: flags.force,
      graceSeconds: flags['grace-period'] < 0 ? 0 : flags['grace-period'],
    };
    for (const info of infos) {
      try {
        const recorded = { ...info, object: recorder.record(info.object) };
        const { object, operation } = isServerSide
          ? {
              object: await applyServerSide(recorded, options, context),
              operation: 'serverside-applied',
            }
          : await applyObject(recorded, options, context);
        if (printer === undefined) print(object, operation);
        else printed.push(object);
      } catch (caught) {
        fail(caught);
      }
    }
    throwGathered(errors);
    if (printer === undefined) return;
    const [only] = printed;
    const list = { apiVersion: 'v1', kind: 'List', metadata: {}, items: printed };
    context.out(printer(printed.length === 1 ? only : list));
  },
});
