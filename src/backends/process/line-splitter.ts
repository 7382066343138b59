/** Cuts a stream of text into its lines as they come. */

export class LineSplitter {
  #rest = '';
  readonly #onLine: (line: string) => void;

  /** `onLine` gets every whole line without its end. */
  constructor(onLine: (line: string) => void) {
    this.#onLine = onLine;
  }

  take(piece: string): void {
    const lines = (this.#rest + piece).split('\n');
    this.#rest = lines.pop()!;
    for (const line of lines) this.#onLine(line.endsWith('\r') ? line.slice(0, -1) : line);
  }

  /** What came after the last end of a line. */
  get rest(): string {
    return this.#rest;
  }
}
