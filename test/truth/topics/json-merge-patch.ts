/** JSON merge patches: applied, made of two, made of three. */

import {
  PatchError,
  applyJsonMergePatch,
  createJsonMergePatch,
  createThreeWayJsonMergePatch,
} from '../../../src/kube/index.ts';
import { defineTopic } from '../topic.ts';

export const jsonMergePatch = defineTopic({
  name: 'json_merge_patch',
  run({ object, patch, original, modified, current }: any) {
    try {
      if (modified === undefined) return { result: applyJsonMergePatch(object, patch) };
      if (current === undefined) return { patch: createJsonMergePatch(original, modified) };
      const made = createThreeWayJsonMergePatch(original, modified, current);
      return { patch: made, result: applyJsonMergePatch(current, made) };
    } catch (error) {
      if (error instanceof PatchError) return { error: error.message };
      throw error;
    }
  },
});
