/** How a reporter is defined: one file, one line in index.ts. It consumes events and answers text; it opens no file itself. */
import type { RunEvent } from '../runner/index.ts';

export interface ReporterOptions {
  /** Width of the terminal or of the page, in columns. */
  columns: number;
  isColoured: boolean;
  verbosity: 'quiet' | 'normal' | 'verbose';
  /** The text of a scenario file, for code frames; undefined when it cannot be read any more. */
  readSource(file: string): string | undefined;
}

export interface Reporter {
  /** What to print now for this event; "" for nothing. `progress` text may be overwritten by what comes next. */
  onEvent(event: RunEvent): string;
}

export interface ReporterDefinition {
  name: string;
  summary: string;
  /** Where it writes unless told: a file below reports/, or "-" for standard output. */
  defaultTarget: string;
  create(options: ReporterOptions): Reporter;
}

export const defineReporter = (definition: ReporterDefinition): ReporterDefinition => definition;
