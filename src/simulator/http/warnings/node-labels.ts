/** Labels of nodes that selectors should no longer name. @source k8s 1.22 pkg/api/pod/warnings.go deprecatedNodeLabels, k8s 1.31 pkg/api/node/util.go */
import { isAtLeast, type KubernetesVersion } from '../../../kube/index.ts';

const deprecated: Readonly<Record<string, readonly [message: string, since?: number]>> = {
  'beta.kubernetes.io/arch': ['deprecated since v1.14; use "kubernetes.io/arch" instead'],
  'beta.kubernetes.io/os': ['deprecated since v1.14; use "kubernetes.io/os" instead'],
  'failure-domain.beta.kubernetes.io/region': [
    'deprecated since v1.17; use "topology.kubernetes.io/region" instead',
  ],
  'failure-domain.beta.kubernetes.io/zone': [
    'deprecated since v1.17; use "topology.kubernetes.io/zone" instead',
  ],
  'beta.kubernetes.io/instance-type': [
    'deprecated since v1.17; use "node.kubernetes.io/instance-type" instead',
  ],
  'app.kubernetes.io/created-by': ['deprecated since v1.9', 31],
  'scheduler.alpha.kubernetes.io/preferAvoidPods': [
    'deprecated since v1.22; use Taints and Tolerations instead',
    31,
  ],
  'node-role.kubernetes.io/master': ['use "node-role.kubernetes.io/control-plane" instead', 31],
};

export const deprecatedNodeLabel = (key: string, version: KubernetesVersion): string | undefined => {
  const [message, since = 0] = Object.hasOwn(deprecated, key) ? deprecated[key]! : [];
  return message !== undefined && isAtLeast(version, since) ? message : undefined;
};
