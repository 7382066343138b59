/** The patches of kubectl apply. */

import {
  PatchError,
  ValueError,
  applyStrategicMergePatch,
  createThreeWayMergePatch,
  mergeFieldsOf,
} from '../../../src/kube/index.ts';
import { defineTopic } from '../topic.ts';

const isConflict = (create: () => unknown): boolean => {
  try {
    create();
    return false;
  } catch (error) {
    if (error instanceof ValueError) return true;
    throw error;
  }
};

export const threeWayPatch = defineTopic({
  name: 'three_way_patch',
  run({ original, modified, current }: any) {
    const fields = mergeFieldsOf(modified.apiVersion, modified.kind);
    const conflictWithoutOverwrite = isConflict(() =>
      createThreeWayMergePatch(original, modified, current, fields, { overwrite: false }),
    );
    const patch = createThreeWayMergePatch(original, modified, current, fields);
    try {
      return { patch, result: applyStrategicMergePatch(current, patch, fields), conflictWithoutOverwrite };
    } catch (error) {
      if (error instanceof PatchError) return { patch, applyError: error.message, conflictWithoutOverwrite };
      throw error;
    }
  },
});
