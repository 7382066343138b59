/** The json reporter: the run record, as it is. */
import { defineReporter } from './define-reporter.ts';
import { shownPath } from './failure-text.ts';

/** Files relative to where the user is: a record of another machine has the same bytes. */
const portable = (key: string, value: unknown): unknown =>
  key === 'file' && typeof value === 'string' ? shownPath(value) : value;

/** A record as JSON whose bytes are the same on every machine. */
export const portableJson = (record: unknown): string => JSON.stringify(record, portable, 2);

export const json = defineReporter({
  name: 'json',
  summary:
    'The run record as JSON (schemas/run-record.schema.json): everything the other reports are made from.',
  defaultTarget: 'reports/run.json',
  create: () => ({
    onEvent: (event) => (event.type === 'run-end' ? `${portableJson(event.record)}\n` : ''),
  }),
});
