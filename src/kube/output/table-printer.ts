/** Prints meta.k8s.io Tables as `kubectl get` does: headers, wide columns, labels, namespaces, kinds. */
import type { Table } from '../api.ts';
import type { TabWriter } from './tab-writer.ts';

export interface TablePrintOptions {
  wide?: boolean;
  noHeaders?: boolean;
  withNamespace?: boolean;
  showLabels?: boolean;
  /** Of -L, in order. */
  labelColumns?: readonly string[];
  /** "deployment.apps": names are printed as "deployment.apps/web". */
  kindPrefix?: string;
}

interface Column {
  name: string;
  isName: boolean;
  isWide: boolean;
}

/** A cell as Go's fmt.Fprint prints it; a text of several lines is cut after the first. */
const cellText = (cell: unknown): string => {
  if (cell === null || cell === undefined) return '';
  if (typeof cell === 'string') return cell.includes('\n') ? `${cell.slice(0, cell.indexOf('\n'))}...` : cell;
  return typeof cell === 'object' ? JSON.stringify(cell) : String(cell as string | number | boolean);
};

/** @source k8s 1.20 apimachinery/pkg/labels/labels.go FormatLabels */
export const formatLabels = (labels: Record<string, string> | undefined): string => {
  const keys = Object.keys(labels ?? {}).sort();
  return keys.length === 0 ? '<none>' : keys.map((key) => `${key}=${labels![key]!}`).join(',');
};

/** "example.com/long-name" heads its column as "LONG-NAME". */
const labelHeader = (label: string): string => label.slice(label.lastIndexOf('/') + 1);

/**
 * One printer for one kind of table: it prints headers once, and again when the columns change.
 * @source k8s 1.20 cli-runtime/pkg/printers/tableprinter.go PrintObj, decorateTable, printTable
 */
export class TablePrinter {
  readonly #options: TablePrintOptions;
  #lastColumns: Table['columnDefinitions'] = [];
  #hasHeaders = false;

  constructor(options: TablePrintOptions) {
    this.#options = options;
  }

  /** Writes `table`; `eventType` is the first column of a watch that shows its events. */
  print(table: Table, writer: Pick<TabWriter, 'write'>, eventType?: string): void {
    let definitions = table.columnDefinitions;
    const isSame = JSON.stringify(definitions) === JSON.stringify(this.#lastColumns);
    if (definitions.length === 0) definitions = this.#lastColumns;
    else if (!isSame) {
      this.#lastColumns = definitions;
      this.#hasHeaders = false;
    }
    const showsHeaders = this.#options.noHeaders !== true && !this.#hasHeaders && table.rows.length > 0;
    if (table.rows.length > 0) this.#hasHeaders = true;
    const columns = this.#columns(definitions, eventType);
    const shown = columns
      .map((column, index) => ({ column, index }))
      .filter(({ column }) => !column.isWide || this.#options.wide === true);
    const write = (cells: readonly string[]): void =>
      writer.write(`${shown.map(({ index }) => cells[index] ?? '').join('\t')}\n`);
    if (showsHeaders) write(columns.map((column) => column.name.toUpperCase()));
    for (const row of table.rows) write(this.#cells(row, definitions, eventType));
  }

  #columns(definitions: Table['columnDefinitions'], eventType: string | undefined): Column[] {
    const plain = (name: string): Column => ({ name, isName: false, isWide: false });
    return [
      ...(eventType === undefined ? [] : [plain('Event')]),
      ...(this.#options.withNamespace === true ? [plain('Namespace')] : []),
      ...definitions.map(({ name, type, format, priority }) => ({
        name,
        isName: format === 'name' && type === 'string',
        isWide: priority !== 0,
      })),
      ...(this.#options.labelColumns ?? []).map((label) => plain(labelHeader(label))),
      ...(this.#options.showLabels === true ? [plain('Labels')] : []),
    ];
  }

  #cells(
    row: Table['rows'][number],
    definitions: Table['columnDefinitions'],
    eventType: string | undefined,
  ): string[] {
    const { kindPrefix, labelColumns = [] } = this.#options;
    const metadata = (row.object as Partial<typeof row.object> | null | undefined)?.metadata;
    // The last column marked as a name is the one that takes the kind.
    const nameColumn = definitions.findLastIndex(
      ({ type, format }) => type === 'string' && format === 'name',
    );
    return [
      ...(eventType === undefined ? [] : [eventType]),
      ...(this.#options.withNamespace === true ? [metadata?.namespace ?? ''] : []),
      ...definitions.map((_, index) => {
        const text = cellText(row.cells[index]);
        return index === nameColumn && kindPrefix !== undefined ? `${kindPrefix}/${text}` : text;
      }),
      ...labelColumns.map((label) => metadata?.labels?.[label] ?? (metadata === undefined ? '<none>' : '')),
      ...(this.#options.showLabels === true ? [formatLabels(metadata?.labels)] : []),
    ];
  }
}
