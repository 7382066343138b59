/** pod_phase_conditions: the kubelet's phase and conditions. */
import {
  containersReadyCondition,
  podInitializedCondition,
  podReadyCondition,
} from '../../../src/simulator/kubelet/pod-conditions.ts';
import { podPhase } from '../../../src/simulator/kubelet/pod-phase.ts';
import { defineTopic } from '../topic.ts';

export const podPhaseConditions = defineTopic({
  name: 'pod_phase_conditions',
  run({ spec, initContainerStatuses, containerStatuses, conditions }) {
    const phase = podPhase(spec, [...(initContainerStatuses ?? []), ...(containerStatuses ?? [])]);
    return {
      phase,
      conditions: [
        podInitializedCondition(spec, initContainerStatuses, phase),
        podReadyCondition(spec, conditions, containerStatuses, phase),
        containersReadyCondition(spec, containerStatuses, phase),
        // The table prints an empty message beside a reason; the API leaves it out.
      ].map((condition) => (condition.reason === undefined ? condition : { message: '', ...condition })),
    };
  },
});
