/** Truth: the QoS class of pods. */
import { podQosClass } from '../../../src/kube/index.ts';
import { defineTopic } from '../topic.ts';

export const podQos = defineTopic({
  name: 'pod_qos',
  run: (input) => ({ qosClass: podQosClass(input.spec) }),
});
