/** Truth: what a registry stores on create. */
import { applyDefaults, strategyCreate, parseKubernetesVersion } from '../../../src/kube/index.ts';
import { defineTopic } from '../topic.ts';
import { asPrinted, isNamespaced, madeUp } from './validation-answers.ts';

export const createPrepared = defineTopic({
  name: 'create_prepared',
  run: (input, testCase) => {
    const version = parseKubernetesVersion(testCase.kubernetes)!;
    const sent = { ...input, metadata: { ...input.metadata, uid: madeUp.uid } };
    const answer = strategyCreate(applyDefaults(sent, version), {
      version,
      namespaced: isNamespaced(input.kind),
    });
    if (!answer.ok) return answer;
    return asPrinted({ ...answer.value, metadata: { ...answer.value.metadata, uid: undefined } });
  },
});
