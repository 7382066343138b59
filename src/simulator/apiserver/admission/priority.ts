/** Gives a pod the number of its priority class. */
import { type KubeObject, type Pod } from '../../../kube/index.ts';
import { defineAdmission } from './admission-plugin.ts';
import { refused } from './refusal.ts';

type PriorityClass = KubeObject & { value?: number; globalDefault?: boolean; preemptionPolicy?: string };

/** @source k8s 1.20 plugin/pkg/admission/priority/admission.go admitPod */
export const priority = defineAdmission({
  name: 'Priority',
  resources: ['pods'],
  operations: ['CREATE'],
  admit(request, core) {
    const { object } = request;
    const pod = object as Pod;
    const named = pod.spec.priorityClassName ?? '';
    let chosen: PriorityClass | undefined;
    if (named === '') {
      const classes = core.store.list(
        'priorityclasses.scheduling.k8s.io',
        undefined,
      ) as readonly PriorityClass[];
      chosen = classes.find(({ globalDefault }) => globalDefault === true);
    } else {
      chosen = core.store.get('priorityclasses.scheduling.k8s.io', '', named) as PriorityClass | undefined;
      if (chosen === undefined) {
        return refused(request, `no PriorityClass with name ${named} was found`);
      }
    }
    const value = chosen?.value ?? 0;
    if (pod.spec.priority !== undefined && pod.spec.priority !== value) {
      const why = `the integer value of priority (${pod.spec.priority}) must not be provided in pod spec; priority admission controller computed ${value} from the given PriorityClass name`;
      return refused(request, why);
    }
    const spec = { ...pod.spec, priority: value };
    spec.preemptionPolicy ??= chosen?.preemptionPolicy ?? 'PreemptLowerPriority';
    if (chosen !== undefined) spec.priorityClassName = chosen.metadata.name;
    const changed: Pod = { ...pod, spec };
    return { ok: true, value: changed };
  },
});
