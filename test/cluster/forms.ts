/** On which form of the referee each scenario is compared, or why on none: the one list that drives the tests and docs/fidelity.md. */

/** Hollow nodes only say that containers run. Real ones run them in Docker; that takes longer. */
export interface Form {
  on: 'hollow' | 'real';
  /** One machine has built an image, and there is a registry of one's own. */
  hasOwnImages?: boolean;
  /** A build has time for it. */
  isSoon?: boolean;
}

const hollow: Form = { on: 'hollow' };
const hollowSoon: Form = { on: 'hollow', isSoon: true };
const real: Form = { on: 'real' };
const realSoon: Form = { on: 'real', isSoon: true };
const realWithOwnImages: Form = { on: 'real', hasOwnImages: true };

/** Folder and file of scenarios/ → the form, or why there is none. */
export const forms: Readonly<Record<string, Form | string>> = {
  'infra-kubernetes/3.1.5-pod-life-cycle': hollow,
  'infra-kubernetes/3.2.1-run-and-create': hollowSoon,
  'infra-kubernetes/3.2.3-scale': hollowSoon,
  'infra-kubernetes/3.2.4-create-and-apply': hollow,
  'infra-kubernetes/3.2.6-self-healing': realSoon,
  'infra-kubernetes/3.2.7-guaranteed-replicas': hollow,
  'infra-kubernetes/3.2.8-cordon': hollowSoon,
  'infra-kubernetes/3.2.9-drain': hollow,
  'infra-kubernetes/3.2.10-failed-update': hollow,
  'infra-kubernetes/3.2.10-rolling-update': real,
  'infra-kubernetes/3.2.10-rollout-undo': real,
  'infra-kubernetes/3.2.10-to-revision': real,
  'infra-kubernetes/3.3.1-nodeport': realSoon,
  'infra-kubernetes/3.3.2-ingress': 'its ingress controller cannot be made of busybox',
  'infra-kubernetes/3.3.2-ingress-v1': 'its ingress controller cannot be made of busybox',
  'infra-kubernetes/3.3.4-metallb': 'there is no MetalLB that gives addresses',
  'infra-kubernetes/3.3.5-hpa': 'there are neither metrics nor MetalLB',
  'infra-kubernetes/3.4.1-daemonset': 'its DaemonSet is that of MetalLB, and no machine can be added',
  'infra-kubernetes/3.4.2-configmap': 'there is no MetalLB that gives addresses',
  'infra-kubernetes/3.4.3-nfs-volume': hollow,
  'infra-kubernetes/3.4.4-statefulset': hollow,
  'infra-kubernetes/4.3.4-container-runtime': 'no Docker of 2017 is here; 3.3.1 compares what it compares',
  'infra-kubernetes/4.4.1-image-absent': real,
  'infra-kubernetes/4.4.1-image-on-one-node': realWithOwnImages,
  'infra-kubernetes/4.4.3-own-registry': realWithOwnImages,
  'infra-kubernetes/5.2.2-kustomize': 'there is no MetalLB that gives addresses',
  'infra-kubernetes/5.2.3-helm': hollow,
  'infra-kubernetes/5.3.1-jenkins':
    'its probes ask hollow containers in vain, and the kernel under the real ones mounts no NFS',
  'infra-kubernetes/5.3.1-taints': hollow,
  'kubernetes-basics/configuration': real,
  'kubernetes-basics/custom-resource':
    'its controller, in a pod, has no way to the API server, which listens on 127.0.0.1',
  'kubernetes-basics/jobs': real,
  'kubernetes-basics/namespaces': hollow,
  'kubernetes-basics/rbac': hollow,
  'kubernetes-basics/replication-controller': real,
  'kubernetes-basics/run-generator': hollow,
};

/** The scenarios of a form: all of them, or what a build has time for. */
export const scenariosOn = (
  on: Form['on'],
  { isWhole, hasOwnImages = false }: { isWhole: boolean; hasOwnImages?: boolean },
): string[] =>
  Object.entries(forms).flatMap(([name, form]) =>
    typeof form !== 'string' &&
    form.on === on &&
    (isWhole || form.isSoon === true) &&
    (form.hasOwnImages ?? false) === hasOwnImages
      ? [`scenarios/${name}.yaml`]
      : [],
  );
