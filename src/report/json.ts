/** The json reporter: the run record, as it is. */
import { defineReporter } from './define-reporter.ts';

export const json = defineReporter({
  name: 'json',
  summary:
    'The run record as JSON (schemas/run-record.schema.json): everything the other reports are made from.',
  defaultTarget: 'reports/run.json',
  create: () => ({
    onEvent: (event) => (event.type === 'run-end' ? `${JSON.stringify(event.record, null, 2)}\n` : ''),
  }),
});
