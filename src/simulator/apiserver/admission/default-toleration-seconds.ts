/** Pods stay for five minutes on a node that is not ready or cannot be reached, unless they say otherwise. */
import type { Pod, Toleration } from '../../../kube/index.ts';
import { defineAdmission } from './admission-plugin.ts';

const notReady = 'node.kubernetes.io/not-ready';
const unreachable = 'node.kubernetes.io/unreachable';

const tolerate = (key: string): Toleration => ({
  key,
  operator: 'Exists',
  effect: 'NoExecute',
  tolerationSeconds: 300,
});
const ofNotReady = tolerate(notReady);
const ofUnreachable = tolerate(unreachable);

const covers = ({ key, effect }: Toleration, taint: string): boolean =>
  ((key ?? '') === taint || (key ?? '') === '') && (effect === 'NoExecute' || (effect ?? '') === '');

/** @source k8s 1.20 plugin/pkg/admission/defaulttolerationseconds/admission.go Admit */
export const defaultTolerationSeconds = defineAdmission({
  name: 'DefaultTolerationSeconds',
  resources: ['pods'],
  operations: ['CREATE'],
  admit({ object }) {
    const pod = object as Pod;
    const tolerations = pod.spec.tolerations ?? [];
    const added: Toleration[] = [];
    if (!tolerations.some((toleration) => covers(toleration, notReady))) added.push(ofNotReady);
    if (!tolerations.some((toleration) => covers(toleration, unreachable))) added.push(ofUnreachable);
    if (added.length === 0) return undefined;
    const changed: Pod = { ...pod, spec: { ...pod.spec, tolerations: [...tolerations, ...added] } };
    return { ok: true, value: changed };
  },
});
