/** The words of `kubectl taint`. */
import { KubectlError } from '../../../src/kubectl/index.ts';
import { changeTaints, existingTaints, parseTaints } from '../../../src/kubectl/taint/taint-changes.ts';
import { defineTopic } from '../topic.ts';

export const kubectlTaint = defineTopic({
  name: 'kubectl_taint',
  run({ args, overwrite, nodeTaints }) {
    try {
      const changes = parseTaints(args);
      const existing = existingTaints(nodeTaints, changes.add);
      const { operation, taints, errors } = changeTaints(nodeTaints, changes, overwrite);
      return {
        add: changes.add.length > 0 ? changes.add : null,
        remove: changes.remove.length > 0 ? changes.remove : null,
        alreadyExists: existing === '' || overwrite ? undefined : existing,
        operation,
        taints,
        reorganizeError:
          errors.length === 0 ? undefined : errors.length === 1 ? errors[0] : `[${errors.join(', ')}]`,
      };
    } catch (caught) {
      if (!(caught instanceof KubectlError)) throw caught;
      return { error: caught.message };
    }
  },
});
