/** The lines of a file around a place, with the place marked. */
import type { Position } from '../core/index.ts';

export interface CodeFrameOptions {
  /** Lines shown before and after. Default 2. */
  context?: number;
  /** Called with the marked line's gutter and with the marker, to colour them. Default: plain text. */
  emphasize?: (text: string) => string;
  /** Columns at which a line is cut. Default: not cut. */
  width?: number;
}

const cut = (text: string, width: number | undefined): string =>
  width !== undefined && text.length > width ? `${text.slice(0, Math.max(0, width - 1))}…` : text;

/** How many characters of a long line are left out at its start, so that what is marked can be seen. */
const leftOut = (lineLength: number, start: number, end: number, room: number): number =>
  lineLength <= room || end <= room
    ? 0
    : Math.max(0, Math.min(start - 1, Math.min(end, lineLength + 1) - room + 2));

/**
 * Renders `source` around `position`:
 *
 *       3 | spec:
 *     > 4 |   stesp: []
 *         |   ^^^^^
 */
export const renderCodeFrame = (
  source: string,
  position: Position,
  options: CodeFrameOptions = {},
): string => {
  const { context = 2, emphasize = (text) => text, width } = options;
  const lines = source.split(/\r?\n/);
  const line = Math.min(Math.max(position.line, 1), lines.length);
  const first = Math.max(1, line - context);
  const last = Math.min(lines.length, line + context);
  const digits = String(last).length;
  const rows: string[] = [];
  for (let number = first; number <= last; number++) {
    const text = (lines[number - 1] ?? '').replaceAll('\t', ' ');
    const gutter = `${String(number).padStart(digits)} |`;
    const end = Math.min(position.endColumn ?? position.column + 1, text.length + 1);
    const room = width === undefined ? Infinity : width - 2 - gutter.length - 1;
    const offset = number === line ? leftOut(text.length, position.column, end, room) : 0;
    const shown = offset === 0 ? text : `…${text.slice(offset + 1)}`;
    const row = cut(
      shown === '' ? gutter : `${gutter} ${shown}`,
      width === undefined ? undefined : width - 2,
    );
    if (number !== line) {
      rows.push(`  ${row}`);
      continue;
    }
    const marker = '^'.repeat(Math.max(1, end - position.column));
    rows.push(emphasize(`> ${row}`));
    const margin = `${' '.repeat(digits + 3)}| ${' '.repeat(position.column - 1 - offset)}`;
    rows.push(
      cut(margin, width) +
        emphasize(cut(marker, width === undefined ? undefined : Math.max(1, width - margin.length))),
    );
  }
  return rows.join('\n');
};
