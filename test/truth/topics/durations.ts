/** Ages. */

import { humanDuration, shortHumanDuration } from '../../../src/kube/index.ts';
import { defineTopic } from '../topic.ts';

export const durations = defineTopic({
  name: 'durations',
  run: ({ seconds }: any) => ({
    human: humanDuration(seconds * 1000),
    short: shortHumanDuration(seconds * 1000),
  }),
});
