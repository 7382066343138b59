/** A path, template or column list that cannot be read or applied, with kubectl's text. */
export class OutputError extends Error {
  /** What was printed before it failed. */
  readonly partial: string;
  constructor(message: string, partial = '') {
    super(message);
    this.name = 'OutputError';
    this.partial = partial;
  }
}
