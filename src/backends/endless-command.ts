/** A command in a container that does not end in time fails the step that runs it. */
import { LabproofError } from '../core/index.ts';

export const endlessCommand = (command: readonly string[]): LabproofError =>
  new LabproofError('exec-endless', `the command does not end: ${command.join(' ')}`, {
    hint: 'give the step more time with "within", or let the command end by itself',
  });
