/** JSON patches. */

import { PatchError, applyJsonPatch, decodeJsonPatch } from '../../../src/kube/index.ts';
import { defineTopic } from '../topic.ts';

export const jsonPatch = defineTopic({
  name: 'json_patch',
  run({ object, patch }: any) {
    try {
      return { result: applyJsonPatch(object, decodeJsonPatch(patch)) };
    } catch (error) {
      if (error instanceof PatchError)
        return { [error.code === 400 ? 'decodeError' : 'error']: error.message };
      throw error;
    }
  },
});
