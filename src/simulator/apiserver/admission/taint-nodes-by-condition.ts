/** A new node takes no pods until the node lifecycle controller has seen it ready. */
import type { Node } from '../../../kube/index.ts';
import { defineAdmission } from './admission-plugin.ts';

const notReady = 'node.kubernetes.io/not-ready';

/** @source k8s 1.20 plugin/pkg/admission/nodetaint/admission.go Admit */
export const taintNodesByCondition = defineAdmission({
  name: 'TaintNodesByCondition',
  resources: ['nodes'],
  operations: ['CREATE'],
  admit({ object }) {
    const node = object as Node;
    const taints = node.spec?.taints ?? [];
    if (taints.some(({ key, effect }) => key === notReady && effect === 'NoSchedule')) return undefined;
    const changed: Node = {
      ...node,
      spec: { ...node.spec, taints: [...taints, { key: notReady, effect: 'NoSchedule' }] },
    };
    return { ok: true, value: changed };
  },
});
