/** Truth: validation and preparation on update. */
import {
  applyDefaults,
  strategyUpdate,
  parseKubernetesVersion,
  prepareForUpdate,
  validateUpdate,
} from '../../../src/kube/index.ts';
import { defineTopic } from '../topic.ts';
import { asPrinted, isNamespaced, listErrors, statusFacts } from './validation-answers.ts';

export const validationUpdate = defineTopic({
  name: 'validation_update',
  run: (input, testCase) => {
    const version = parseKubernetesVersion(testCase.kubernetes)!;
    const old = applyDefaults(input.old, version);
    const object = applyDefaults(input.new, version);
    const errors = validateUpdate(prepareForUpdate(object, old, version), old, version);
    const answer = strategyUpdate(object, old, { version, namespaced: isNamespaced(old.kind) });
    return asPrinted({
      valid: answer.ok,
      errors: listErrors(errors),
      ...(answer.ok ? { object: answer.value } : { status: statusFacts(answer.status) }),
    });
  },
});
