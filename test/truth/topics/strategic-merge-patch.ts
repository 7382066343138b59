/** Strategic merge patches applied. */

import { PatchError, applyStrategicMergePatch, mergeFieldsOf } from '../../../src/kube/index.ts';
import { defineTopic } from '../topic.ts';

export const strategicMergePatch = defineTopic({
  name: 'strategic_merge_patch',
  run({ object, patch }: any) {
    try {
      return {
        result: applyStrategicMergePatch(object, patch, mergeFieldsOf(object.apiVersion, object.kind)),
      };
    } catch (error) {
      if (error instanceof PatchError) return { error: error.message };
      throw error;
    }
  },
});
