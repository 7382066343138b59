/** Strategic merge patches made of two objects. */

import {
  PatchError,
  applyStrategicMergePatch,
  createTwoWayMergePatch,
  mergeFieldsOf,
} from '../../../src/kube/index.ts';
import { defineTopic } from '../topic.ts';

export const twoWayPatch = defineTopic({
  name: 'two_way_patch',
  run({ original, modified }: any) {
    const fields = mergeFieldsOf(modified.apiVersion, modified.kind);
    const patch = createTwoWayMergePatch(original, modified, fields);
    try {
      return { patch, result: applyStrategicMergePatch(original, patch, fields) };
    } catch (error) {
      if (error instanceof PatchError) return { patch, applyError: error.message };
      throw error;
    }
  },
});
