/** The methods watch and unwatch; what a watch sees comes in messages of its own. */
import { defineMethod } from '../define-method.ts';
import { resourceKey, watchOptions } from '../kube-schema.ts';
import { number, object } from '../message-schema.ts';

export const watch = defineMethod({
  name: 'watch',
  summary:
    'Begins a watch. Without a resourceVersion an ADDED for every object comes before the answer; then a message for every change.',
  need: 'always',
  params: object({
    watch: number('The number by which its messages name it, chosen by labproof.'),
    resource: resourceKey,
    options: watchOptions,
  }),
  result: object({}),
});

export const unwatch = defineMethod({
  name: 'unwatch',
  summary: 'Ends a watch.',
  need: 'always',
  params: object({ watch: number() }),
  result: object({}),
});
