/** Pods: what a new pod's status says, and what only the kubelet may change. */
import { withField, withoutField } from '../defaults/index.ts';
import type { Pod, PodSpec, PodStatus } from '../objects/index.ts';
import { isAtLeast } from '../version.ts';
import type { KubernetesVersion } from '../version.ts';
import { podQosClass } from './pod-qos.ts';
import { withStatusOf } from './parts.ts';
import { withServiceAccount } from './service-account.ts';
import { defineStrategy } from './strategy.ts';

/** Fields behind feature gates that are off in the release. @source k8s 1.20 pkg/api/pod/util.go DropDisabledPodFields */
export const dropDisabledFields = (spec: PodSpec, version: KubernetesVersion): PodSpec =>
  isAtLeast(version, 23) ? spec : withoutField(spec, 'ephemeralContainers');

/** Both ways to give a pod's address agree. @source k8s 1.20 pkg/apis/core/v1/conversion.go Convert_v1_PodStatus_To_core_PodStatus */
const withPodIps = (status: PodStatus): PodStatus => {
  const { podIP, podIPs } = status;
  if (podIP === undefined) {
    const first = podIPs?.[0]?.ip;
    return first === undefined ? status : { ...status, podIP: first };
  }
  return podIPs?.[0]?.ip === podIP ? status : { ...status, podIPs: [{ ip: podIP }] };
};

export const pod = defineStrategy<Pod>({
  kinds: ['Pod'],
  allowUnconditionalUpdate: true,
  /** @source k8s 1.20 pkg/registry/core/pod/strategy.go PrepareForCreate */
  prepareForCreate: (object, version) => {
    const spec = dropDisabledFields(withServiceAccount(object.spec), version);
    return { ...object, spec, status: { phase: 'Pending', qosClass: podQosClass(spec) } };
  },
  prepareForUpdate: (object, old, version) => {
    const hadNone = old.spec.ephemeralContainers === undefined;
    const named = withServiceAccount(object.spec);
    const spec = hadNone ? dropDisabledFields(named, version) : named;
    return withStatusOf(withField(object, 'spec', spec), old);
  },
  /** @source k8s 1.20 pkg/registry/core/pod/strategy.go podStatusStrategy PrepareForUpdate */
  prepareForStatusUpdate: (object, old) => {
    const { ownerReferences } = old.metadata;
    const metadata =
      ownerReferences === object.metadata.ownerReferences
        ? object.metadata
        : ownerReferences === undefined
          ? withoutField(object.metadata, 'ownerReferences')
          : { ...object.metadata, ownerReferences };
    const status = object.status === undefined ? undefined : withPodIps(object.status);
    return { ...object, metadata, ...(status === undefined ? {} : { status }) };
  },
});
