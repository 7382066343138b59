/** Truth: validation on create, after defaulting and preparation. */
import {
  applyDefaults,
  invalidObject,
  parseKubernetesVersion,
  prepareForCreate,
  validateCreate,
} from '../../../src/kube/index.ts';
import { defineTopic } from '../topic.ts';
import { asPrinted, listErrors, madeUp, statusFacts } from './validation-answers.ts';

export const validationCreate = defineTopic({
  name: 'validation_create',
  run: (input, testCase) => {
    const version = parseKubernetesVersion(testCase.kubernetes)!;
    const given = input.object ?? input;
    const { generateName = '', name } = given.metadata;
    const named = name || (generateName === '' ? '' : `${generateName}${madeUp.suffix}`);
    const sent = { ...given, metadata: { ...given.metadata, name: named, uid: madeUp.uid } };
    const object = prepareForCreate(applyDefaults(sent, version), version);
    const errors = validateCreate(object, version);
    return asPrinted({
      valid: errors.length === 0,
      errors: listErrors(errors),
      ...(errors.length === 0 ? {} : { status: statusFacts(invalidObject(object, errors, version)) }),
    });
  },
});
