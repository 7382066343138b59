/** Takes the indented, tab-parted lines of a description and aligns them. */
import { TabWriter } from '../../kube/index.ts';
import { dateText } from './date-text.ts';

/** @source k8s 1.20 kubectl/pkg/describe/describe.go PrefixWriter, tabbedString */
export class DescribeWriter {
  readonly #writer = new TabWriter({ minWidth: 0, padding: 2 });
  readonly #timeZone: string;
  #text = '';

  constructor(timeZone = 'UTC') {
    this.#timeZone = timeZone;
  }

  /** "Wed, 20 Jan 2021 11:10:00 +0000", in the writer's time zone. */
  date(time: string | null | undefined): string {
    return dateText(time, this.#timeZone);
  }

  /** A line, two blanks further in for each level. */
  line(level: number, text: string): void {
    this.#writer.write(`${'  '.repeat(level)}${text}\n`);
  }

  /** Text without indentation or line end. */
  write(text: string): void {
    this.#writer.write(text);
  }

  /** What follows is aligned by itself. */
  flush(): void {
    this.#text += this.#writer.flush();
  }

  text(): string {
    this.flush();
    return this.#text;
  }
}
