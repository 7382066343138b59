/** Splits a printed table into columns and cells by where its column names stand, as kubectl prints them. */

export interface PrintedTable {
  columns: readonly string[];
  /** `line` counts from 0 at the first line of the text. */
  rows: readonly { cells: readonly string[]; line: number; text: string }[];
}

interface Column {
  name: string;
  start: number;
}

/** Column names are parted by two blanks or more; one name may hold single blanks ("NOMINATED NODE"). */
const readHeader = (line: string): Column[] =>
  [...line.matchAll(/\S+(?: \S+)*/g)].map((match) => ({ name: match[0], start: match.index }));

const looksLikeHeader = (line: string): boolean =>
  /^[A-Z0-9%()/_ -]+$/i.test(line) && /[A-Z]{2}/.test(line) && !/[a-z]{3}/.test(line.replace(/\(\w+\)/g, ''));

const splitByPosition = (line: string, columns: readonly Column[]): string[] =>
  columns.map(({ start }, index) => line.slice(start, columns[index + 1]?.start).trim());

/** A pasted row whose columns have shifted is split at its wide gaps instead, when that gives every column a cell. */
const splitRow = (line: string, columns: readonly Column[]): string[] => {
  const isAligned = columns.every(
    ({ start }) => start === 0 || start >= line.length || /\s/.test(line[start - 1]!),
  );
  const byPosition = splitByPosition(line, columns);
  if (isAligned && byPosition.every((cell) => !/\s{2}/.test(cell) && cell !== '')) return byPosition;
  const byGaps = line.trim().split(/\s{2,}/);
  if (byGaps.length === columns.length) return byGaps;
  const byBlanks = line.trim().split(/\s+/);
  return byBlanks.length === columns.length ? byBlanks : byPosition;
};

/**
 * Reads the first table of a text: the first line that looks like column names (or holds all of `needed`), and the
 * rows below it up to an empty line. Undefined when there is no such line.
 */
export const splitPrintedTable = (text: string, needed?: readonly string[]): PrintedTable | undefined => {
  const lines = text.split(/\r?\n/);
  const headerIndex = lines.findIndex((line) => {
    if (line.trim() === '') return false;
    if (needed === undefined) return looksLikeHeader(line);
    const names = readHeader(line).map(({ name }) => name);
    return needed.every((name) => names.includes(name));
  });
  if (headerIndex === -1) return undefined;
  const columns = readHeader(lines[headerIndex]!);
  const rows: PrintedTable['rows'][number][] = [];
  for (let line = headerIndex + 1; line < lines.length; line++) {
    const row = lines[line]!;
    if (row.trim() === '') break;
    rows.push({ cells: splitRow(row, columns), line, text: row });
  }
  return { columns: columns.map(({ name }) => name), rows };
};
