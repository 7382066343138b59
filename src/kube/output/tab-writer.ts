/** Columns aligned as Go's text/tabwriter aligns them, with the remembered widths that kubectl's own copy adds. */

export interface TabWriterOptions {
  minWidth: number;
  padding: number;
  /** Columns never get narrower than in an earlier flush (kubectl get --watch). */
  remembersWidths?: boolean;
}

/** kubectl's tables. @source k8s 1.20 cli-runtime/pkg/printers/tabwriter.go GetNewTabWriter */
export const tableWriterOptions: TabWriterOptions = { minWidth: 6, padding: 3, remembersWidths: true };

/** Code points, as Go counts runes. */
const widthOf = (text: string): number => (/[\ud800-\udbff]/.test(text) ? [...text].length : text.length);

/** Takes text with tabs; flush() answers it aligned. A cell that ends its line belongs to no column. */
export class TabWriter {
  readonly #options: TabWriterOptions;
  #text = '';
  #remembered: number[] = [];

  constructor(options: TabWriterOptions) {
    this.#options = options;
  }

  write(text: string): void {
    this.#text += text;
  }

  /** Forgets the widths of earlier flushes. */
  forget(): void {
    this.#remembered = [];
  }

  flush(): string {
    const lines = this.#text.split('\n').map((line) => line.split('\t'));
    this.#text = '';
    const out: string[] = lines.map(() => '');
    const widths = lines.map((): number[] => []);
    this.#format(lines, widths, 0, 0, lines.length);
    for (const [row, cells] of lines.entries()) {
      const known = widths[row]!;
      let line = '';
      for (const [column, cell] of cells.entries()) {
        line += cell;
        const width = known[column];
        if (width !== undefined) line += ' '.repeat(Math.max(0, width - widthOf(cell)));
      }
      out[row] = line;
    }
    return out.join('\n');
  }

  /** Finds the width of `column` for each run of lines that have it, then of the columns to its right within that run. */
  #format(lines: string[][], widths: number[][], column: number, from: number, to: number): void {
    let row = from;
    while (row < to) {
      if (column >= lines[row]!.length - 1) {
        row++;
        continue;
      }
      let width = this.#options.remembersWidths === true ? (this.#remembered[column] ?? 0) : 0;
      width = Math.max(width, this.#options.minWidth);
      let end = row;
      while (end < to && column < lines[end]!.length - 1) {
        width = Math.max(width, widthOf(lines[end]![column]!) + this.#options.padding);
        end++;
      }
      if (this.#options.remembersWidths === true) this.#remembered[column] = width;
      for (let index = row; index < end; index++) widths[index]![column] = width;
      this.#format(lines, widths, column + 1, row, end);
      row = end;
    }
  }
}

/** `text` aligned at once. */
export const alignTabs = (text: string, options: TabWriterOptions): string => {
  const writer = new TabWriter(options);
  writer.write(text);
  return writer.flush();
};
