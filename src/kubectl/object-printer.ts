/** What -o asks for: an object (or List) as JSON, YAML, its name, or through a template. */
import {
  OutputError,
  goJson,
  goTemplatePrinter,
  goYaml,
  isAtLeast,
  jsonPathPrinter,
  printCustomColumns,
  readCustomColumns,
  readCustomColumnsFile,
} from '../kube/index.ts';
import type { KubeObject } from '../kube/index.ts';
import type { CommandContext } from './context.ts';
import { KubectlError } from './kubectl-error.ts';

const templateFormats = [
  'custom-columns-file',
  'custom-columns',
  'go-template-file',
  'go-template',
  'jsonpath-as-json',
  'jsonpath-file',
  'jsonpath',
  'templatefile',
  'template',
];
const plainFormats = ['json', 'yaml', 'name'];

export interface OutputRequest {
  /** Of -o. */
  output: string;
  /** Of --template. */
  template?: string;
  noHeaders?: boolean;
  showManagedFields?: boolean;
  /** Formats that this command knows besides json, yaml, name and the templates: "wide", "custom-columns". */
  more?: readonly string[];
}

/** A List's items, or the one object. */
export const itemsOf = (object: unknown): KubeObject[] => {
  const { kind, items } = object as { kind?: string; items?: KubeObject[] };
  return kind?.endsWith('List') === true && Array.isArray(items) ? items : [object as KubeObject];
};

/** "pod/web", "deployment.apps/web". @source k8s 1.20 cli-runtime/pkg/printers/name.go GetObjectName */
export const objectName = ({ apiVersion, kind, metadata }: KubeObject): string => {
  const group = apiVersion.includes('/') ? `.${apiVersion.split('/')[0]!}` : '';
  return `${kind.toLowerCase()}${group}/${metadata.name}`;
};

const withoutManagedFields = (object: unknown): unknown => {
  const { items, metadata } = object as { items?: unknown[]; metadata?: KubeObject['metadata'] };
  const stripped = { ...(object as object) } as Record<string, unknown>;
  if (Array.isArray(items)) stripped.items = items.map(withoutManagedFields);
  if (metadata?.managedFields !== undefined) stripped.metadata = { ...metadata, managedFields: undefined };
  return stripped;
};

const readFile = (path: string, context: CommandContext): string => {
  const text = context.files.read(path.startsWith('/') ? path : `${context.files.cwd}/${path}`);
  if (text === undefined)
    throw new KubectlError(`error reading --template ${path}, open ${path}: no such file or directory\n`);
  return text;
};

/**
 * The printer for -o; undefined when it is empty or "wide" (the human table).
 * @throws KubectlError for an unknown format, OutputError for a template that cannot be read
 * @source k8s 1.20 kubectl/pkg/cmd/get/get_flags.go ToPrinter, cli-runtime/pkg/genericclioptions/print_flags.go
 */
export const objectPrinter = (
  request: OutputRequest,
  context: CommandContext,
): ((object: unknown) => string) | undefined => {
  const { output, more = [] } = request;
  const isTemplateOnly = output === '' && (request.template ?? '') !== '';
  if (output === '' && !isTemplateOnly) return undefined;
  if (output === 'wide' && more.includes('wide')) return undefined;
  const prefixed = templateFormats.find((format) => output === format || output.startsWith(`${format}=`));
  const format = isTemplateOnly ? 'go-template' : (prefixed ?? output.toLowerCase());
  const value =
    prefixed !== undefined && output !== prefixed
      ? output.slice(prefixed.length + 1)
      : (request.template ?? '');
  const isHidden = isAtLeast(context.version, 21) && request.showManagedFields !== true;
  const shown = (object: unknown): unknown => (isHidden ? withoutManagedFields(object) : object);
  const template = (): string => {
    if (value === '') throw new OutputError('template format specified but no template given');
    return value;
  };
  const columns = (
    read: () => ReturnType<typeof readCustomColumns>,
  ): ((object: unknown) => string) | undefined => {
    if (!more.includes('custom-columns')) return undefined;
    const definition = read();
    let isFirst = true;
    return (object) => {
      const text = printCustomColumns(itemsOf(object), definition, request.noHeaders === true || !isFirst);
      isFirst = false;
      return text;
    };
  };
  let printer: ((object: unknown) => string) | undefined;
  if (format === 'json') printer = (object) => `${goJson(shown(object), 4)}\n`;
  else if (format === 'yaml') {
    let isFirst = true;
    printer = (object) => {
      const text = goYaml(shown(object));
      const separated = isFirst ? text : `---\n${text}`;
      isFirst = false;
      return separated;
    };
  } else if (format === 'name')
    printer = (object) =>
      itemsOf(object)
        .map((item) => `${objectName(item)}\n`)
        .join('');
  else if (format === 'jsonpath') printer = jsonPathPrinter(template());
  else if (format === 'jsonpath-as-json') printer = jsonPathPrinter(template(), { asJson: true });
  else if (format === 'jsonpath-file') printer = jsonPathPrinter(readFile(template(), context));
  else if (format === 'go-template' || format === 'template') printer = goTemplatePrinter(template());
  else if (format === 'go-template-file' || format === 'templatefile')
    printer = goTemplatePrinter(readFile(template(), context));
  else if (format === 'custom-columns') printer = columns(() => readCustomColumns(value));
  else if (format === 'custom-columns-file')
    printer = columns(() => readCustomColumnsFile(readFile(template(), context)));
  if (printer !== undefined) return printer;
  const columnFormats = more.includes('custom-columns') ? ['custom-columns', 'custom-columns-file'] : [];
  const templates = templateFormats.filter((name) => !name.startsWith('custom'));
  const allowed = [
    ...plainFormats,
    ...templates,
    ...columnFormats,
    ...more.filter((name) => name !== 'custom-columns'),
  ].sort();
  throw new KubectlError(
    `unable to match a printer suitable for the output format ${JSON.stringify(output)}, allowed formats are: ${allowed.join(',')}`,
  );
};
