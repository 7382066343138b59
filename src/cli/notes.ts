/** `labproof notes`: what is done with the lab notes themselves. */
import { defineCommandGroup } from './define-command.ts';
import { notesCoverage } from './notes-coverage.ts';

export const notes = defineCommandGroup({
  name: 'notes',
  summary: 'Hold Markdown notes against the scenarios.',
  examples: ['labproof notes coverage docs/*.md'],
  subcommands: [notesCoverage],
});
