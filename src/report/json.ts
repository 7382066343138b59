/** The json reporter: the run record, as it is. */
import { defineReporter } from './define-reporter.ts';
import { shownPath } from './failure-text.ts';

/** Files relative to where the user is: a record of another machine has the same bytes. */
const portable = (key: string, value: unknown): unknown =>
  key === 'file' && typeof value === 'string' ? shownPath(value) : value;

export const json = defineReporter({
  name: 'json',
  summary:
    'The run record as JSON (schemas/run-record.schema.json): everything the other reports are made from.',
  defaultTarget: 'reports/run.json',
  create: () => ({
    onEvent: (event) => (event.type === 'run-end' ? `${JSON.stringify(event.record, portable, 2)}\n` : ''),
  }),
});
