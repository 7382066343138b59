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
    const row = cut(text === '' ? gutter : `${gutter} ${text}`, width === undefined ? undefined : width - 2);
    if (number !== line) {
      rows.push(`  ${row}`);
      continue;
    }
    const end = Math.min(position.endColumn ?? position.column + 1, text.length + 1);
    const marker = '^'.repeat(Math.max(1, end - position.column));
    rows.push(emphasize(`> ${row}`));
    const margin = `${' '.repeat(digits + 3)}| ${' '.repeat(position.column - 1)}`;
    rows.push(
      cut(margin, width) +
        emphasize(cut(marker, width === undefined ? undefined : Math.max(1, width - margin.length))),
    );
  }
  return rows.join('\n');
};
