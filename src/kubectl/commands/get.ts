/** `kubectl get`: objects as tables, names, YAML, JSON, or through a template; once or as they change. */
import { isAtLeast } from '../../kube/index.ts';
import { defineCommand } from '../command.ts';
import type { CommandContext } from '../context.ts';
import { printGeneric } from '../get/print-generic.ts';
import { printTables } from '../get/print-tables.ts';
import type { GetRequest } from '../get/get-request.ts';
import { watchObjects } from '../get/watch-objects.ts';
import { FlagError, KubectlError, usageError } from '../kubectl-error.ts';
import { objectPrinter } from '../object-printer.ts';

/** @source k8s 1.20 kubectl/pkg/cmd/get/get.go Complete */
const noType = (context: CommandContext): KubectlError => {
  context.err(
    'You must specify the type of resource to get. Use "kubectl api-resources" for a complete list of supported resources.\n\n',
  );
  const full = usageError(context.commandPath, 'Required resource not specified.').message.split('\n');
  return new KubectlError(
    [
      full[0],
      'Use "kubectl explain <resource>" for a detailed description of that resource (e.g. kubectl explain pods).',
      full[1],
    ].join('\n'),
  );
};

/** @source k8s 1.20 kubectl/pkg/cmd/get/get.go NewCmdGet, Run */
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
    template: { type: 'string' },
    selector: { type: 'string', short: 'l', summary: 'Selector (label query) to filter on' },
    'field-selector': { type: 'string' },
    'all-namespaces': { type: 'bool', short: 'A' },
    filename: { type: 'stringSlice', short: 'f' },
    kustomize: { type: 'string', short: 'k' },
    recursive: { type: 'bool', short: 'R' },
    'ignore-not-found': { type: 'bool' },
    'no-headers': { type: 'bool' },
    'show-labels': { type: 'bool' },
    'label-columns': { type: 'stringSlice', short: 'L' },
    'show-kind': { type: 'bool' },
    'show-managed-fields': { type: 'bool', summary: 'From 1.21 on' },
    'sort-by': { type: 'string' },
    watch: { type: 'bool', short: 'w', summary: 'After listing, watch for changes until the deadline' },
    'watch-only': { type: 'bool' },
    'output-watch-events': { type: 'bool' },
    'chunk-size': { type: 'int', default: 500 },
    'allow-missing-template-keys': { type: 'bool', default: true },
    'server-print': { type: 'bool', default: true },
    raw: { type: 'string' },
    export: { type: 'bool' },
  },
  async run({ args, flags, isSet }, context) {
    if (isSet('show-managed-fields') && !isAtLeast(context.version, 21))
      throw new FlagError('unknown flag: --show-managed-fields');
    if (flags.raw !== '') throw new KubectlError('get --raw is not supported');
    const isWatch = flags.watch || flags['watch-only'];
    const request: GetRequest = {
      query: {
        args,
        filenames: flags.filename,
        isRecursive: flags.recursive,
        labelSelector: flags.selector,
        fieldSelector: flags['field-selector'],
        allNamespaces: flags['all-namespaces'],
        isTypeEnough: true,
      },
      isWide: flags.output === 'wide',
      noHeaders: flags['no-headers'],
      allNamespaces: flags['all-namespaces'],
      showLabels: flags['show-labels'],
      labelColumns: flags['label-columns'],
      showKind: flags['show-kind'],
      sortBy: flags['sort-by'],
      ignoresNotFound: flags['ignore-not-found'],
      tableKind: !flags['server-print'] ? 'names' : flags['sort-by'] !== '' ? 'local' : 'server',
      printsExisting: !flags['watch-only'],
      printsEventTypes: flags['output-watch-events'],
    };
    if (args.length === 0 && flags.filename.length === 0) throw noType(context);
    if (flags['output-watch-events'] && !isWatch) {
      throw usageError(
        context.commandPath,
        '--output-watch-events option can only be used with --watch or --watch-only',
      );
    }
    const printer = objectPrinter(
      {
        output: flags.output,
        template: flags.template,
        noHeaders: flags['no-headers'],
        showManagedFields: flags['show-managed-fields'],
        more: ['wide', 'custom-columns'],
      },
      context,
    );
    if (isWatch) await watchObjects(request, printer, context);
    else if (printer === undefined) await printTables(request, context);
    else await printGeneric(request, printer, context);
  },
});
