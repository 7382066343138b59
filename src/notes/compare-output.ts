/** Compares what a note says a command prints with what it prints; ages, addresses, times and generated names are free. */
import { judgeTable, splitPrintedTable, unifiedDiff } from '../expect/index.ts';
import type { TableExpectation } from '../expect/index.ts';

const hash = '[bcdfghjklmnpqrstvwxz2456789]';

const free: readonly (readonly [RegExp, string])[] = [
  [/\b\d{1,3}(?:\.\d{1,3}){3}\b/g, '<address>'],
  [new RegExp(`-${hash}{8,10}-${hash}{5}\\b|-${hash}{8,10}\\b|-${hash}{5}\\b`, 'g'), '-<generated>'],
  [/\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),? [\w :]+\d{4}(?: [+-]\d{4})?/g, '<time>'],
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

const tableOf = (text: string): TableExpectation | undefined => {
  const printed = splitPrintedTable(text);
  if (printed === undefined || printed.columns.length < 2 || printed.rows.length === 0) return undefined;
  const { columns } = printed;
  if (text.split('\n').findIndex((line) => line.trim() !== '') + 1 !== printed.rows[0]!.line)
    return undefined;
  return {
    columns,
    rows: printed.rows.map(({ cells }) => ({
      position,
      cells: columns.map((column, index) => ({
        column,
        text: cellText(column, cells[index] ?? ''),
        position,
      })),
    })),
    ordered: false,
    more: false,
    exact: false,
    position,
  };
};

/** Lines of the note are looked for in order of what is printed; more may be printed. A line that is found stands as printed. */
const textDiff = (noted: string, printed: string): string => {
  const actual = printed.trimEnd().split('\n');
  const essences = actual.map(essence);
  let from = 0;
  const found: number[] = [];
  const shown = noted
    .trimEnd()
    .split('\n')
    .filter((line) => !isElided(line));
  const expected = shown.map((line) => {
    const at = essences.indexOf(essence(line), from);
    if (at < 0) return { line, isMissing: true };
    found.push(at);
    from = at + 1;
    return { line: actual[at]!, isMissing: false };
  });
  if (expected.every(({ isMissing }) => !isMissing)) return '';
  const [first, last] = [found[0] ?? 0, found.at(-1) ?? actual.length - 1];
  const near = actual.slice(
    expected[0]!.isMissing ? 0 : first,
    expected.at(-1)!.isMissing ? undefined : last + 1,
  );
  return unifiedDiff(expected.map(({ line }) => line).join('\n'), near.join('\n'));
};

/** A unified diff, the note on the expected side; empty when the note is right. */
export const compareOutput = (noted: string, printed: string): string => {
  const table = tableOf(noted);
  if (table === undefined || splitPrintedTable(printed, table.columns) === undefined)
    return textDiff(noted, printed);
  const { ok, expectedText, actualText } = judgeTable(table, printed);
  return ok ? '' : unifiedDiff(expectedText, actualText);
};
