/** Truth: API defaulting. */
import { applyDefaults, parseKubernetesVersion } from '../../../src/kube/index.ts';
import { defineTopic } from '../topic.ts';

export const defaulting = defineTopic({
  name: 'defaulting',
  run: (input, testCase) => applyDefaults(input, parseKubernetesVersion(testCase.kubernetes)!),
});
