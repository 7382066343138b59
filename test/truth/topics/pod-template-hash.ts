/** Truth table pod_template_hash. */
import { parseKubernetesVersion, podTemplateHash } from '../../../src/kube/index.ts';
import { defineTopic } from '../topic.ts';

export const podTemplateHashTopic = defineTopic({
  name: 'pod_template_hash',
  run: (input, testCase) => ({
    hash: podTemplateHash(input.template, input.collisionCount, parseKubernetesVersion(testCase.kubernetes)!),
  }),
});
