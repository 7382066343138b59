/** Text laid into columns: wrapped between words, indented, aligned. */

/** Wraps at spaces; a word longer than the width stands on a line of its own, whole, so that it can be copied. */
export const wrap = (text: string, columns: number, indent = '', hanging = indent): string =>
  text
    .split('\n')
    .map((paragraph) => {
      const lines: string[] = [];
      let line = '';
      for (const word of paragraph.split(' ')) {
        const start = lines.length === 0 ? indent : hanging;
        if (line !== '' && start.length + line.length + 1 + word.length > columns) {
          lines.push(start + line);
          line = word;
        } else {
          line = line === '' ? word : `${line} ${word}`;
        }
      }
      lines.push((lines.length === 0 ? indent : hanging) + line);
      return lines.join('\n');
    })
    .join('\n');

/** Rows with their columns aligned, two blanks between; undefined when a row would be wider than `columns`. */
export const alignRows = (
  rows: readonly (readonly string[])[],
  columns: number,
  indent = '',
): string[] | undefined => {
  const widths: number[] = [];
  for (const row of rows)
    row.forEach((cell, index) => (widths[index] = Math.max(widths[index] ?? 0, cell.length)));
  const lines = rows.map(
    (row) =>
      indent +
      row
        .map((cell, index) => cell.padEnd(widths[index]!))
        .join('  ')
        .trimEnd(),
  );
  return lines.some((line) => line.length > columns) ||
    rows.some((row) => row.some((cell) => cell.includes('\n')))
    ? undefined
    : lines;
};
