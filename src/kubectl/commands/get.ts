/** `kubectl get`: objects as tables, names, YAML, JSON, or through a template. */
import { TabWriter, TablePrinter, goJson, tableWriterOptions } from '../../kube/output/index.ts';
import type { Table } from '../../kube/index.ts';
import { defineCommand } from '../command.ts';
import type { CommandContext } from '../context.ts';
import { KubectlError, asCommandError, isNotFound, throwGathered } from '../kubectl-error.ts';
import { explainListError, fetchResources, qualifiedKind, resourceTargets } from '../resources/index.ts';
import type { ResourceTarget } from '../resources/index.ts';

const tableOf = (
  target: Exclude<ResourceTarget, { by: 'error' }>,
  context: CommandContext,
): Promise<Table> => {
  const { resource, namespace } = target;
  const where = namespace === undefined ? {} : { namespace };
  if (target.by !== 'list') return context.api.table(resource, { ...where, name: target.name });
  const { labelSelector, fieldSelector } = target;
  return context.api
    .table(resource, {
      ...where,
      ...(labelSelector === '' ? {} : { labelSelector }),
      ...(fieldSelector === '' ? {} : { fieldSelector }),
    })
    .catch((caught: unknown) => {
      throw explainListError(caught, target);
    });
};

export const get = defineCommand({
  name: 'get',
  summary: 'Display one or many resources',
  use: 'get (TYPE[.VERSION][.GROUP] [NAME | -l label] | TYPE[.VERSION][.GROUP]/NAME ...)',
  suggestFor: ['list', 'ps'],
  flags: {
    output: {
      type: 'string',
      short: 'o',
      summary: 'json|yaml|wide|name|custom-columns=…|jsonpath=…|go-template=…',
    },
    selector: { type: 'string', short: 'l' },
    'field-selector': { type: 'string' },
    'all-namespaces': { type: 'bool', short: 'A' },
    filename: { type: 'stringSlice', short: 'f' },
    recursive: { type: 'bool', short: 'R' },
    'ignore-not-found': { type: 'bool' },
    'no-headers': { type: 'bool' },
    'show-labels': { type: 'bool' },
    'label-columns': { type: 'stringSlice', short: 'L' },
    'show-kind': { type: 'bool' },
    'sort-by': { type: 'string' },
    watch: { type: 'bool', short: 'w' },
  },
  async run({ args, flags }, context) {
    const query = {
      args,
      filenames: flags.filename,
      isRecursive: flags.recursive,
      labelSelector: flags.selector,
      fieldSelector: flags['field-selector'],
      allNamespaces: flags['all-namespaces'],
      isTypeEnough: true,
    };
    if (flags.output === 'json') {
      const infos = await fetchResources(context, query);
      for (const info of infos) context.out(`${goJson(info.object, 4)}\n`);
      return;
    }
    if (flags.output !== '' && flags.output !== 'wide') throw new KubectlError(`not yet: -o ${flags.output}`);
    const targets = await resourceTargets(context, query);
    const writer = new TabWriter(tableWriterOptions);
    const errors: Error[] = [];
    for (const target of targets) {
      if (target.by === 'error') {
        errors.push(target.error);
        continue;
      }
      try {
        const table = await tableOf(target, context);
        const printer = new TablePrinter({
          wide: flags.output === 'wide',
          noHeaders: flags['no-headers'],
          withNamespace: flags['all-namespaces'] && target.resource.namespaced,
          showLabels: flags['show-labels'],
          labelColumns: flags['label-columns'],
          ...(flags['show-kind'] ? { kindPrefix: qualifiedKind(target.resource) } : {}),
        });
        printer.print(table, writer);
      } catch (caught) {
        const error = asCommandError(caught);
        if (!(flags['ignore-not-found'] && isNotFound(error))) errors.push(error);
      }
    }
    const text = writer.flush();
    context.out(text);
    if (text === '' && errors.length === 0)
      context.err(`No resources found in ${context.namespace} namespace.\n`);
    throwGathered(errors);
  },
});
