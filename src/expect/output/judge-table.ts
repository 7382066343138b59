/** Judges a printed table: rows in any order or in theirs, cell by cell; the number of rows counts. */
import { assign } from '../assignment.ts';
import { fillText } from '../captures.ts';
import type { Captures } from '../captures.ts';
import { failed, passed } from '../judging/verdict-text.ts';
import type { Candidate, FailedLeaf, Verdict } from '../verdict.ts';
import { splitPrintedTable } from './printed-table.ts';
import { cellTest } from './table-cell.ts';
import type { CellTest } from './table-cell.ts';
import type { ExpectedCell, TableExpectation } from './table-expectation.ts';

interface RowTest {
  cells: readonly { column: string; test: CellTest; source: ExpectedCell }[];
  title: string;
}

type ActualRow = ReadonlyMap<string, string>;

const wrongCells = (row: RowTest, actual: ActualRow): RowTest['cells'] =>
  row.cells.filter(({ column, test }) => !test.matches(actual.get(column) ?? ''));

/** Lays rows out in columns, as kubectl does. */
const layOut = (columns: readonly string[], rows: readonly (readonly string[])[]): string => {
  const all = [columns, ...rows];
  const widths = columns.map((_, index) => Math.max(...all.map((row) => (row[index] ?? '').length)));
  return all
    .map((row) =>
      row
        .map((cell, index) => cell.padEnd(widths[index]! + 3))
        .join('')
        .trimEnd(),
    )
    .join('\n');
};

const pairUp = (rows: readonly RowTest[], actual: readonly ActualRow[], isOrdered: boolean): number[] => {
  const fits = (row: number, column: number): boolean => wrongCells(rows[row]!, actual[column]!).length === 0;
  return isOrdered
    ? rows.map((_, index) => (index < actual.length ? index : -1))
    : assign(rows.length, actual.length, fits);
};

/** Gives every row without a partner the free row it comes nearest to. */
const completed = (
  rows: readonly RowTest[],
  actual: readonly ActualRow[],
  pairs: readonly number[],
): number[] => {
  const taken = new Set(pairs.filter((index) => index !== -1));
  return pairs.map((partner, row) => {
    if (partner !== -1) return partner;
    let best = -1;
    let fewest = Infinity;
    actual.forEach((candidate, index) => {
      const { length } = wrongCells(rows[row]!, candidate);
      if (!taken.has(index) && length < fewest) [best, fewest] = [index, length];
    });
    taken.add(best);
    return best;
  });
};

const leavesOf = (
  rows: readonly RowTest[],
  actual: readonly ActualRow[],
  pairs: readonly number[],
): FailedLeaf[] =>
  rows.flatMap((row, index) => {
    const partner = actual[pairs[index]!];
    if (partner === undefined)
      return [
        {
          path: `row ${row.title}`,
          expected: 'a row',
          actual: 'none',
          position: row.cells[0]!.source.position,
        },
      ];
    return wrongCells(row, partner).map(({ column, test, source }) => ({
      path: `row ${row.title}, ${column}`,
      expected: test.words,
      actual: partner.get(column) ?? 'no such column',
      position: source.position,
    }));
  });

/** Judges the first table of `text` that has the expected columns. */
export const judgeTable = (table: TableExpectation, text: string, captures: Captures = {}): Verdict => {
  const fill = (cell: ExpectedCell): string => fillText(cell.text, captures, cell.position);
  const rows: RowTest[] = table.rows.map(({ cells }) => ({
    cells: cells.map((cell) => ({
      column: cell.column,
      source: cell,
      test: cellTest(cell.column, fill(cell), table.exact),
    })),
    title: fill(cells[0]!),
  }));
  const subject = 'the printed table';
  const printed = splitPrintedTable(text, table.columns);
  const wanted = layOut(
    table.columns,
    table.rows.map(({ cells }) =>
      table.columns.map((column) => cells.find((cell) => cell.column === column)?.text ?? '*'),
    ),
  );
  if (printed === undefined) {
    const found = splitPrintedTable(text)?.columns.join(', ');
    const leaf = {
      path: 'columns',
      expected: table.columns.join(', '),
      actual: found ?? 'no table',
      position: table.position,
    };
    return {
      ...failed(subject, [leaf], { expected: undefined, actual: undefined }),
      expectedText: wanted,
      actualText: text.trimEnd(),
    };
  }
  const actual: ActualRow[] = printed.rows.map(
    (row) => new Map(printed.columns.map((column, index) => [column, row.cells[index] ?? ''])),
  );
  const pairs = completed(rows, actual, pairUp(rows, actual, table.ordered));
  const leaves = leavesOf(rows, actual, pairs);
  if (!table.more && actual.length > rows.length) {
    const others = actual
      .filter((_, index) => !pairs.includes(index))
      .map((row) => row.get(table.columns[0]!) ?? '');
    leaves.push({
      path: 'rows',
      expected: String(rows.length),
      actual: String(actual.length),
      position: table.position,
      hint: `not expected: ${others.join(', ')}`,
    });
  }
  if (leaves.length === 0) return passed(subject);
  const shownCell = (row: RowTest, partner: ActualRow | undefined, column: string): string => {
    const cell = row.cells.find((candidate) => candidate.column === column);
    const found = partner?.get(column);
    if (found !== undefined && cell?.test.matches(found) !== false) return found;
    return cell?.source.text ?? '*';
  };
  const expectedRows = rows.map((row, index) =>
    table.columns.map((column) => shownCell(row, actual[pairs[index]!], column)),
  );
  const order = [...pairs.filter((index) => index !== -1), ...actual.keys()];
  const foundRows = [...new Set(table.ordered ? actual.keys() : order)].filter(
    (index) => !table.more || pairs.includes(index),
  );
  const actualRows = foundRows.map((index) =>
    table.columns.map((column) => actual[index]!.get(column) ?? ''),
  );
  const nearest = nearestOf(rows, actual, pairs);
  const verdict = failed(subject, leaves, { expected: undefined, actual: undefined }, { nearest });
  return {
    ...verdict,
    expectedText: layOut(table.columns, expectedRows),
    actualText: layOut(table.columns, actualRows),
  };
};

/** The row nearest to the first that is wrong. */
const nearestOf = (
  rows: readonly RowTest[],
  actual: readonly ActualRow[],
  pairs: readonly number[],
): Candidate | undefined => {
  const index = rows.findIndex(
    (row, at) => actual[pairs[at]!] !== undefined && wrongCells(row, actual[pairs[at]!]!).length > 0,
  );
  if (index === -1) return undefined;
  const partner = actual[pairs[index]!]!;
  return { title: `row ${[...partner.values()][0] ?? ''}`, leaves: leavesOf([rows[index]!], [partner], [0]) };
};
