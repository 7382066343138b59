/** `kubectl get` for people: one aligned table for each kind. */
import { TabWriter, TablePrinter, sortByPath, tableWriterOptions } from '../../kube/index.ts';
import type { ApiResource, Table } from '../../kube/index.ts';
import type { CommandContext } from '../context.ts';
import { asCommandError, isNotFound, throwGathered } from '../kubectl-error.ts';
import { qualifiedKind, resourceTargets } from '../resources/index.ts';
import type { GetRequest } from './get-request.ts';
import { tableOf } from './table-of.ts';

/** A printer of the rows of one resource. */
export const tablePrinterOf = (
  request: GetRequest,
  resource: ApiResource,
  isKindShown: boolean,
): TablePrinter =>
  new TablePrinter({
    wide: request.isWide,
    noHeaders: request.noHeaders,
    withNamespace: request.allNamespaces && resource.namespaced,
    showLabels: request.showLabels,
    labelColumns: request.labelColumns,
    ...(isKindShown || request.showKind ? { kindPrefix: qualifiedKind(resource) } : {}),
  });

const isSame = (a: ApiResource, b: ApiResource): boolean =>
  a.kind === b.kind && a.group === b.group && a.version === b.version;

/** @source k8s 1.20 kubectl/pkg/cmd/get/get.go Run */
export const printTables = async (request: GetRequest, context: CommandContext): Promise<void> => {
  const tables: { resource: ApiResource; table: Table }[] = [];
  const errors: Error[] = [];
  for (const target of await resourceTargets(context, request.query)) {
    if (target.by === 'error') {
      errors.push(target.error);
      continue;
    }
    try {
      tables.push({
        resource: target.resource,
        table: await tableOf(target, context, request.tableKind),
      });
    } catch (caught) {
      const error = asCommandError(caught);
      if (!(request.ignoresNotFound && isNotFound(error))) errors.push(error);
    }
  }
  if (request.sortBy !== '') {
    for (const { table } of tables) table.rows = sortByPath(table.rows, request.sortBy, (row) => row.object);
  }
  const first = tables[0]?.resource;
  const isMixed = first !== undefined && tables.some(({ resource }) => !isSame(resource, first));
  const writer = new TabWriter(tableWriterOptions);
  let [printed, last, printer]: [string, ApiResource | undefined, TablePrinter | undefined] = [
    '',
    undefined,
    undefined,
  ];
  const flush = (): void => {
    const text = writer.flush();
    // An empty line parts the tables, where something stands above and below it.
    printed += printed !== '' && text !== '' && !request.noHeaders ? `\n${text}` : text;
  };
  for (const { resource, table } of tables) {
    if (printer === undefined || last === undefined || !isSame(last, resource)) {
      flush();
      writer.forget();
      printer = tablePrinterOf(request, resource, isMixed);
      last = resource;
    }
    printer.print(table, writer);
  }
  flush();
  context.out(printed);
  if (printed === '' && !request.ignoresNotFound && errors.length === 0) {
    const isOneNamespace = !request.allNamespaces && tables.every(({ resource }) => resource.namespaced);
    context.err(
      isOneNamespace ? `No resources found in ${context.namespace} namespace.\n` : 'No resources found\n',
    );
  }
  throwGathered(errors);
};
