/** The subsets of a service's Endpoints, from its pods. */
import { isAtLeast } from '../../../kube/index.ts';
import type {
  EndpointAddress,
  EndpointPort,
  EndpointSubset,
  KubernetesVersion,
  Pod,
  Service,
} from '../../../kube/index.ts';
import { isPodReady } from '../pod-state.ts';
import { belongsInEndpoints, findPort, podHostname, publishesNotReady } from './endpoint-pod.ts';
import { repackSubsets } from './repack-subsets.ts';

const addressOf = (pod: Pod, service: Service, version: KubernetesVersion): EndpointAddress => {
  const { namespace, name, uid, resourceVersion } = pod.metadata;
  const hostname = podHostname(pod, service);
  return {
    ip: pod.status?.podIP ?? '',
    ...(hostname === undefined ? {} : { hostname }),
    ...(pod.spec.nodeName === undefined ? {} : { nodeName: pod.spec.nodeName }),
    targetRef: {
      kind: 'Pod',
      ...(namespace === undefined ? {} : { namespace }),
      name,
      ...(uid === undefined ? {} : { uid }),
      ...(resourceVersion === undefined || isAtLeast(version, 22) ? {} : { resourceVersion }),
    },
  };
};

const portsOf = (pod: Pod, service: Service): (EndpointPort | undefined)[] => {
  const { ports = [], clusterIP } = service.spec;
  if (ports.length === 0) return clusterIP === 'None' ? [undefined] : [];
  return ports.flatMap((servicePort) => {
    const port = findPort(pod, servicePort);
    if (port === undefined) return [];
    const { name, protocol, appProtocol } = servicePort;
    return [
      {
        ...(name === undefined || name === '' ? {} : { name }),
        port,
        protocol: protocol ?? 'TCP',
        ...(appProtocol === undefined ? {} : { appProtocol }),
      },
    ];
  });
};

/** @source k8s 1.20 pkg/controller/endpoint/endpoints_controller.go syncService */
export const buildSubsets = (
  service: Service,
  pods: readonly Pod[],
  version: KubernetesVersion,
): EndpointSubset[] => {
  const isTolerant = publishesNotReady(service);
  const subsets: EndpointSubset[] = [];
  for (const pod of pods) {
    if ((pod.status?.podIP ?? '') === '') continue;
    if (!isTolerant && pod.metadata.deletionTimestamp !== undefined) continue;
    const isReady = isTolerant || isPodReady(pod);
    if (!isReady && !belongsInEndpoints(pod)) continue;
    const address = addressOf(pod, service, version);
    for (const port of portsOf(pod, service)) {
      const ports = port === undefined ? {} : { ports: [port] };
      subsets.push(isReady ? { addresses: [address], ...ports } : { notReadyAddresses: [address], ...ports });
    }
  }
  return repackSubsets(subsets, version.minor);
};
