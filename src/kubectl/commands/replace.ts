/** `kubectl replace`: puts manifests in the place of live objects. */
import type { KubeObject } from '../../kube/index.ts';
import {
  dryRunFlag,
  dryRunOf,
  fileFlags,
  lastAppliedAnnotation,
  recordFlag,
  recorderOf,
  isValidating,
  requiredFiles,
  validateFlag,
  withLastApplied,
  writeOptions,
} from '../changes/index.ts';
import { defineCommand } from '../command.ts';
import type { CommandContext } from '../context.ts';
import { KubectlError, asCommandError, isNotFound, usageError, withSource } from '../kubectl-error.ts';
import { resultPrinter } from '../print-result.ts';
import { visitResources, type ResourceInfo } from '../resources/index.ts';

const pollMs = 1000;
const forceWaitMs = 300_000;

/** Looks once a second. @source k8s 1.20 kubectl/pkg/cmd/replace/replace.go forceReplace */
const pollUntilGone = async (
  { resource, namespace, name }: Pick<ResourceInfo, 'resource' | 'namespace' | 'name'>,
  endMs: number,
  context: CommandContext,
): Promise<void> => {
  for (;;) {
    try {
      await context.api.get(resource, namespace, name);
    } catch (caught) {
      if (isNotFound(caught)) return;
      throw caught;
    }
    if (context.clock.now() + pollMs > Math.min(endMs, context.deadlineMs ?? Infinity))
      throw new KubectlError('timed out waiting for the condition');
    await context.clock.sleep(pollMs);
  }
};

/** @source k8s 1.20 kubectl/pkg/cmd/replace/replace.go */
export const replace = defineCommand({
  name: 'replace',
  summary: 'Replace a resource by filename or stdin',
  use: 'replace -f FILENAME',
  flags: {
    ...fileFlags,
    'dry-run': dryRunFlag,
    output: { type: 'string', short: 'o' },
    template: { type: 'string' },
    'allow-missing-template-keys': { type: 'bool', default: true },
    'save-config': { type: 'bool' },
    validate: validateFlag,
    force: { type: 'bool' },
    cascade: { type: 'string', default: 'background', noValueDefault: 'background' },
    'grace-period': { type: 'int', default: -1 },
    wait: { type: 'bool' },
    timeout: { type: 'duration' },
    raw: { type: 'string' },
    subresource: { type: 'string', summary: 'From 1.24 on' },
    'field-manager': { type: 'string', default: 'kubectl-replace' },
    record: recordFlag,
  },
  async run(line, context) {
    const { args, flags } = line;
    const recorder = recorderOf(line, context);
    if (flags.raw !== '') throw new KubectlError('replace --raw is not supported');
    const dryRun = dryRunOf(flags['dry-run'], context);
    if (flags['grace-period'] >= 0 && !flags.force)
      throw new KubectlError('--grace-period must have --force specified');
    if (flags.timeout !== 0 && !flags.force) throw new KubectlError('--timeout must have --force specified');
    const files = requiredFiles(flags);
    if (args.length > 0) throw usageError(context.commandPath, `Unexpected args: [${args.join(' ')}]`);
    if (flags.force && dryRun !== 'none')
      throw new KubectlError('--dry-run can not be used when --force is set');
    const print = resultPrinter(context, { output: flags.output, template: flags.template, dryRun });
    const options = writeOptions(dryRun, flags['field-manager']);
    const query = { ...files, validates: isValidating(flags.validate) };
    const withConfig = (object: KubeObject): KubeObject =>
      flags['save-config'] || object.metadata.annotations?.[lastAppliedAnnotation] !== undefined
        ? withLastApplied(object)
        : object;
    if (flags.force) {
      const grace = flags['grace-period'] < 0 ? {} : { gracePeriodSeconds: flags['grace-period'] };
      const deleted: ((endMs: number) => Promise<void>)[] = [];
      await visitResources(context, query, async ({ resource, namespace, name }) => {
        try {
          await context.api.delete(resource, namespace, name, grace);
          context.out(
            `${resource.kind.toLowerCase()}${resource.group === '' ? '' : `.${resource.group}`} ${JSON.stringify(name)} deleted\n`,
          );
        } catch (caught) {
          if (!isNotFound(caught)) throw caught;
        }
        deleted.push((endMs) => pollUntilGone({ resource, namespace, name }, endMs, context));
      });
      for (const wait of deleted)
        await wait(context.clock.now() + (flags.timeout === 0 ? forceWaitMs : flags.timeout));
    }
    const count = await visitResources(
      context,
      query,
      async ({ object, resource, namespace, name, source }) => {
        const sent = recorder.record(withConfig(object));
        if (dryRun === 'client') {
          print(sent, 'replaced');
          return;
        }
        try {
          if (flags.force) {
            print(await context.api.create(resource, namespace, sent, options), 'replaced');
            return;
          }
          if (sent.metadata.resourceVersion !== undefined) {
            print(await context.api.update(resource, namespace, sent, options), 'replaced');
            return;
          }
          // Without a version of its own the manifest takes that of the live object.
          const live = await context.api.get(resource, namespace, name);
          const resourceVersion = live.metadata.resourceVersion;
          const versioned = {
            ...sent,
            metadata: { ...sent.metadata, ...(resourceVersion === undefined ? {} : { resourceVersion }) },
          };
          print(await context.api.update(resource, namespace, versioned, options), 'replaced');
        } catch (caught) {
          throw withSource(asCommandError(caught), 'replacing', source);
        }
      },
    );
    if (count === 0) throw new KubectlError('no objects passed to replace');
  },
});
