/** Which services a change of a pod concerns. */
import { matchesLabelSet } from '../../../kube/index.ts';
import type { KubeObject, Pod } from '../../../kube/index.ts';
import type { View } from '../../controller.ts';
import { keyOf } from '../object-key.ts';
import { isPodReady } from '../pod-state.ts';

const sameText = (a: unknown, b: unknown): boolean =>
  a === b || JSON.stringify(a ?? null) === JSON.stringify(b ?? null);

/** @source k8s 1.20 pkg/controller/util/endpoint/controller_utils.go podEndpointsChanged */
const isSameEndpoint = (old: Pod, pod: Pod): boolean =>
  old.metadata.deletionTimestamp === pod.metadata.deletionTimestamp &&
  isPodReady(old) === isPodReady(pod) &&
  old.status?.podIP === pod.status?.podIP &&
  old.spec.nodeName === pod.spec.nodeName &&
  old.spec.hostname === pod.spec.hostname &&
  old.spec.subdomain === pod.spec.subdomain &&
  old.status?.phase === pod.status?.phase &&
  sameText(old.status?.podIPs, pod.status?.podIPs) &&
  sameText(old.metadata.labels, pod.metadata.labels);

/** @source k8s 1.20 pkg/controller/util/endpoint/controller_utils.go GetServicesToUpdateOnPodChange */
export const affectedServices = (
  change: { object: KubeObject; old?: KubeObject; isDeleted: boolean },
  view: View,
): readonly string[] => {
  const pod = change.object as Pod;
  const old = change.old as Pod | undefined;
  if (!change.isDeleted && old !== undefined && isSameEndpoint(old, pod)) return [];
  const keys: string[] = [];
  for (const service of view.list('services', pod.metadata.namespace)) {
    const { selector } = service.spec;
    if (selector === undefined || Object.keys(selector).length === 0) continue;
    const wasMember = old !== undefined && matchesLabelSet(selector, old.metadata.labels);
    if (wasMember || matchesLabelSet(selector, pod.metadata.labels)) keys.push(keyOf(service));
  }
  return keys;
};
