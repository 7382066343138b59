/** Truth: validation on create, after defaulting and preparation. */
import {
  applyDefaults,
  strategyCreate,
  parseKubernetesVersion,
  prepareForCreate,
  validateCreate,
} from '../../../src/kube/index.ts';
import { defineTopic } from '../topic.ts';
import { asPrinted, isNamespaced, listErrors, madeUp, statusFacts } from './validation-answers.ts';

export const validationCreate = defineTopic({
  name: 'validation_create',
  run: (input, testCase) => {
    const version = parseKubernetesVersion(testCase.kubernetes)!;
    const given = input.object ?? input;
    const { generateName = '', name } = given.metadata;
    const named = name || (generateName === '' ? '' : `${generateName}${madeUp.suffix}`);
    const sent = { ...given, metadata: { ...given.metadata, name: named, uid: madeUp.uid } };
    const object = applyDefaults(sent, version);
    const errors = validateCreate(prepareForCreate(object, version), version);
    const answer = strategyCreate(object, { version, namespaced: isNamespaced(object.kind) });
    return asPrinted({
      valid: answer.ok,
      errors: listErrors(errors),
      ...(answer.ok ? {} : { status: statusFacts(answer.status) }),
    });
  },
});
