/** Compares what a note says a command prints with what it prints; ages, addresses, times and generated names are free. */
import { judgeTable, splitPrintedTable, unifiedDiff } from '../expect/index.ts';
import type { TableExpectation } from '../expect/index.ts';

const hash = '[bcdfghjklmnpqrstvwxz2456789]';

const free: readonly (readonly [RegExp, string])[] = [
  [/\b\d{1,3}(?:\.\d{1,3}){3}\b/g, '<address>'],
  [new RegExp(`-${hash}{8,10}-${hash}{5}\\b|-${hash}{8,10}\\b|-${hash}{5}\\b`, 'g'), '-<generated>'],
  [/\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),? [\w :]*\d(?: ?[+-]\d{4})?/g, '<time>'],
  [/\b\d{4}-\d\d-\d\dT[\d:.]+Z?/g, '<time>'],
  [/\b[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}\b/g, '<uid>'],
  [/\b(?:\d+[dhms]){1,3}\b/g, '<age>'],
  [/(?<=:)3[0-2]\d{3}(?=\/(?:TCP|UDP))/g, '<node port>'],
];

/** The line with what may differ taken out; blanks and a line number of `nl` do not count. */
const essence = (line: string): string =>
  free
    .reduce(
      (text, [expression, word]) => text.replace(expression, word),
      line.replace(/^\s*\d+\s\s+(?=\S)/, '').trim(),
    )
    .replace(/\s+/g, ' ');

const isElided = (line: string): boolean => /^\s*(?:\.{3,}|…|\[?<?snip>?\]?)?\s*$/.test(line);

const position = { file: '', line: 1, column: 1 };

/** Cells that are free beyond those of a table expectation: node ports of a service. */
const cellText = (column: string, text: string): string => {
  if (text === '') return text;
  if (column === 'PORT(S)' && /:\d+\//.test(text))
    return `/^${text.replace(/\//g, '\\/').replace(/:\d+/g, ':\\d+')}$/`;
  return text.includes('*') ? `/^${text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')}$/` : text;
};

/** The table of the note; a cell is free where the scenario's own table, row for row, leaves it free. */
const tableOf = (text: string, expected: TableExpectation | undefined): TableExpectation | undefined => {
  const printed = splitPrintedTable(text);
  if (printed === undefined || printed.columns.length < 2 || printed.rows.length === 0) return undefined;
  const { columns, rows } = printed;
  const firstLine = text.split('\n').findIndex((line) => line.trim() !== '');
  if (firstLine + 1 !== rows[0]!.line) return undefined;
  const isOpen = (row: number, column: string): boolean => {
    const cell = expected?.rows[row]?.cells.find((candidate) => candidate.column === column)?.text;
    return expected?.rows.length === rows.length && cell !== undefined && /\*|^\/.*\/$/.test(cell);
  };
  return {
    columns,
    rows: rows.map(({ cells }, row) => ({
      position,
      cells: columns.map((column, index) => ({
        column,
        text: isOpen(row, column) ? '*' : cellText(column, cells[index] ?? ''),
        position,
      })),
    })),
    ordered: false,
    more: expected?.more ?? false,
    exact: false,
    position,
  };
};

interface NotedLine {
  text: string;
  /** Where it is printed; -1: nowhere. */
  at: number;
}

/** Each line of the note with the printed line that is the same, which counts once. */
const pairLines = (noted: string, actual: readonly string[]): NotedLine[] => {
  const free = new Map(actual.map((line, index) => [index, essence(line)]));
  return noted
    .trimEnd()
    .split('\n')
    .filter((line) => !isElided(line))
    .map((text) => {
      const wanted = essence(text);
      const at = [...free].find(([, printed]) => printed === wanted)?.[0] ?? -1;
      free.delete(at);
      return { text, at };
    });
};

/**
 * Every line of the note must be printed; more may be, and standard error may stand elsewhere among it. In the diff a line that
 * is found stands as printed, where it is printed.
 */
const textDiff = (noted: string, printed: string): string => {
  const actual = printed.trimEnd().split('\n');
  const lines = pairLines(noted, actual);
  if (lines.every(({ at }) => at >= 0)) return '';
  let last = -1;
  const placed = lines.map(({ text, at }) => {
    if (at >= 0) last = at;
    return at >= 0 ? { text: actual[at]!, rank: at } : { text, rank: last + 0.5 };
  });
  const expected = placed.sort((left, right) => left.rank - right.rank).map(({ text }) => text);
  return unifiedDiff(expected.join('\n'), actual.join('\n'));
};

/** A unified diff, the note on the expected side; empty when the note is right. `expected` is the table that the scenario expects. */
export const compareOutput = (noted: string, printed: string, expected?: TableExpectation): string => {
  const table = tableOf(noted, expected);
  if (table === undefined || splitPrintedTable(printed, table.columns) === undefined)
    return textDiff(noted, printed);
  const { ok, expectedText, actualText } = judgeTable(table, printed);
  return ok ? '' : unifiedDiff(expectedText, actualText);
};
