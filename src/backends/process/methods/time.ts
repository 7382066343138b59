/** The method that lets a virtual clock go on. */
import { defineMethod } from '../define-method.ts';
import { number, object, truth, word } from '../message-schema.ts';

export const advance = defineMethod({
  name: 'advance',
  summary: 'Lets the cluster go on, to this time at the latest. All that happens is told before the answer.',
  need: 'virtual clock',
  params: object({
    untilMs: number('Milliseconds since the Unix epoch.'),
    untilChange: truth('Stop as soon as a watch has been told of something.'),
  }),
  result: object({
    outcome: word(
      ['changed', 'deadline', 'idle'],
      'changed: a watch was told of something (only with untilChange). deadline: it is untilMs. idle: nothing is left to happen, whatever time passes (only with untilChange; may be left unused).',
    ),
  }),
});
