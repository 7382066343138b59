/** Truth: what a registry stores on create. */
import { applyDefaults, parseKubernetesVersion, prepareForCreate } from '../../../src/kube/index.ts';
import { defineTopic } from '../topic.ts';

export const createPrepared = defineTopic({
  name: 'create_prepared',
  run: (input, testCase) => {
    const version = parseKubernetesVersion(testCase.kubernetes)!;
    const sent = { ...input, metadata: { ...input.metadata, uid: '<uid>' } };
    // The table's objects are those of the cluster when they were sent without a namespace, or are nodes.
    if (sent.kind === 'Node') delete sent.metadata.namespace;
    const prepared = prepareForCreate(applyDefaults(sent, version), version);
    return { ...prepared, metadata: { ...prepared.metadata, uid: undefined } };
  },
});
