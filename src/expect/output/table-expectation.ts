/** TableExpectation: the rows of a table that a command prints, as an author pastes them from a note or lists them. */
import type { Position } from '../../core/index.ts';
import { fields } from '../../document/index.ts';
import type { Field, JsonSchema, MapNode, Problems, ScalarNode, SourceNode } from '../../document/index.ts';
import { splitPrintedTable } from './printed-table.ts';
import type { PrintedTable } from './printed-table.ts';

/** One expected cell, as written. See table-cell.ts for what it matches. */
export interface ExpectedCell {
  column: string;
  text: string;
  position: Position;
}

export interface TableExpectation {
  /** The columns named, in order. Columns not named are not asserted. */
  columns: readonly string[];
  rows: readonly { cells: readonly ExpectedCell[]; position: Position }[];
  /** The rows stand in this order. Default: any order. */
  ordered: boolean;
  /** Rows that are not listed may stand beside. Default: the number of rows counts. */
  more: boolean;
  /** Cells are compared letter by letter: ages, addresses and hashes are not free. */
  exact: boolean;
  position: Position;
}

/** A row of a pasted table, each cell at its own place where the text stands as a block ("|"). */
const printedRow = (
  columns: readonly string[],
  { cells, line, text }: PrintedTable['rows'][number],
  { position, block }: ScalarNode,
): TableExpectation['rows'][number] => {
  let from = 0;
  const placed = columns.map((column, index): ExpectedCell => {
    const cell = cells[index] ?? '';
    if (block === undefined) return { column, text: cell, position };
    const at = Math.max(text.indexOf(cell, from), 0);
    from = at + cell.length;
    const start = block.column + at;
    const place = { file: position.file, line: block.line + line, column: start };
    return { column, text: cell, position: { ...place, endColumn: start + Math.max(1, cell.length) } };
  });
  return { position: placed[0]?.position ?? position, cells: placed };
};

const readPrinted = (
  node: ScalarNode,
  problems: Problems,
): Pick<TableExpectation, 'columns' | 'rows'> | undefined => {
  const table = splitPrintedTable(String(node.value));
  if (table === undefined || table.rows.length === 0) {
    const what = table === undefined ? 'no line of column names' : 'no row';
    const hint = 'paste the printed table: one line of column names, then the rows';
    problems.add('bad-table', `the table has ${what}`, node.position, hint);
    return undefined;
  }
  const { columns } = table;
  return { columns, rows: table.rows.map((row) => printedRow(columns, row, node)) };
};

const readRow = (row: SourceNode, problems: Problems): TableExpectation['rows'][number] | undefined => {
  if (row.kind !== 'map' || row.entries.length === 0) {
    problems.add(
      'bad-table',
      'a row is a mapping from column to cell',
      row.position,
      '{NAME: nginx-pod, STATUS: Running}',
    );
    return undefined;
  }
  const cells: ExpectedCell[] = [];
  for (const { key, value } of row.entries) {
    if (value.kind === 'scalar' && value.value !== null)
      cells.push({ column: key, text: String(value.value), position: value.position });
    else problems.add('bad-table', `the cell ${key} must be a text or a number`, value.position);
  }
  return { cells, position: row.position };
};

const readRows = (
  list: SourceNode,
  problems: Problems,
): Pick<TableExpectation, 'columns' | 'rows'> | undefined => {
  if (list.kind !== 'list' || list.items.length === 0) {
    problems.add('bad-table', 'rows must be a list of at least one row', list.position);
    return undefined;
  }
  const rows = list.items.map((row) => readRow(row, problems)).filter((row) => row !== undefined);
  return { rows, columns: [...new Set(rows.flatMap((row) => row.cells.map(({ column }) => column)))] };
};

const switches = {
  ordered: fields.boolean({ summary: 'The rows stand in this order. Default: any order.' }),
  more: fields.boolean({ summary: 'Other rows may stand beside these. Default: the number of rows counts.' }),
  exact: fields.boolean({
    summary:
      'Cells are compared letter by letter. Default: ages, addresses and generated suffixes of names are free.',
  }),
};

const rowSchema = {
  type: 'object',
  minProperties: 1,
  additionalProperties: { type: ['string', 'number', 'boolean'] },
};

const mapFields = {
  text: {
    ...fields.node({
      summary: 'The table as printed; * in a cell stands for anything, /…/ is a regular expression.',
    }),
    schema: (): JsonSchema => ({ type: 'string', pattern: '\\S' }),
  },
  rows: {
    ...fields.node({
      summary: 'The rows, each a mapping from column to cell; columns not named are not asserted.',
    }),
    schema: (): JsonSchema => ({ type: 'array', minItems: 1, items: rowSchema }),
  },
  ...switches,
};

const mapField = fields.object(mapFields, { summary: '', exactlyOneOf: ['text', 'rows'] });

const readMap = (node: MapNode, problems: Problems): TableExpectation | undefined => {
  const read = mapField.read(node, problems);
  if (read === undefined) return undefined;
  const body =
    read.text === undefined
      ? read.rows === undefined
        ? undefined
        : readRows(read.rows, problems)
      : tableText(read.text, problems);
  if (body === undefined) return undefined;
  const { ordered = false, more = false, exact = false } = read;
  return { ...body, ordered, more, exact, position: node.position };
};

const tableText = (
  node: SourceNode,
  problems: Problems,
): Pick<TableExpectation, 'columns' | 'rows'> | undefined => {
  if (node.kind === 'scalar' && typeof node.value === 'string') return readPrinted(node, problems);
  problems.add('bad-table', 'the table must be a text', node.position);
  return undefined;
};

export const tableField: Field<TableExpectation> = {
  summary:
    'The table the command prints, pasted as it stands in the note, or rows by column. Rows in any order; their number counts. ' +
    '"*" in a cell stands for anything, "/…/" is a regular expression; ages, addresses and generated suffixes are free.',
  examples: ['NAME        READY   STATUS    RESTARTS   AGE\nnginx-pod   1/1     Running   1          *\n'],
  takes: 'a printed table, or a mapping with rows',
  schema: () => ({ anyOf: [{ type: 'string', pattern: '\\S' }, mapField.schema()] }),
  read(node, problems) {
    if (node.kind === 'map') return readMap(node, problems);
    const body = tableText(node, problems);
    return body === undefined
      ? undefined
      : { ...body, ordered: false, more: false, exact: false, position: node.position };
  },
};
