/** A pod as an endpoint in a slice, and the ports it serves a service on. */
import { isAtLeast } from '../../../kube/index.ts';
import type { EndpointSlice, KubernetesVersion, Node, Pod, Service } from '../../../kube/index.ts';
import { belongsInEndpoints, findPort, podHostname } from '../endpoints/index.ts';
import { isPodReady } from '../pod-state.ts';

/** `zone` is of discovery.k8s.io/v1. */
export type SliceEndpoint = EndpointSlice['endpoints'][number] & { zone?: string };
export type SlicePort = NonNullable<EndpointSlice['ports']>[number];
export type AddressType = 'IPv4' | 'IPv6';

const zoneLabel = 'topology.kubernetes.io/zone';
const regionLabel = 'topology.kubernetes.io/region';

const isOfFamily = (ip: string, type: AddressType): boolean => ip.includes(':') === (type === 'IPv6');

/** @source k8s 1.20 pkg/controller/endpointslice/utils.go getAddressTypesForService */
export const addressTypesOf = (
  { spec: { ipFamilies, clusterIP = '' } }: Service,
  version: KubernetesVersion,
): readonly AddressType[] => {
  if (ipFamilies !== undefined && ipFamilies.length > 0) return ipFamilies as AddressType[];
  // Without an address nothing tells the family.
  if ((clusterIP === '' || clusterIP === 'None') && isAtLeast(version, 20)) return ['IPv4', 'IPv6'];
  return [clusterIP.includes(':') ? 'IPv6' : 'IPv4'];
};

/** @source k8s 1.20 pkg/controller/util/endpoint/controller_utils.go ShouldPodBeInEndpoints */
export const isInSlices = (pod: Pod, service: Service, version: KubernetesVersion): boolean => {
  const includesTerminating = service.spec.publishNotReadyAddresses === true || isAtLeast(version, 22);
  if (!includesTerminating && pod.metadata.deletionTimestamp !== undefined) return false;
  return (pod.status?.podIP ?? '') !== '' && belongsInEndpoints(pod);
};

const conditionsOf = (
  pod: Pod,
  service: Service,
  version: KubernetesVersion,
): SliceEndpoint['conditions'] => {
  const isPublished = service.spec.publishNotReadyAddresses === true;
  const serving = isPodReady(pod);
  if (!isAtLeast(version, 22)) return { ready: isPublished || serving };
  const terminating = pod.metadata.deletionTimestamp !== undefined;
  return { ready: isPublished || (serving && !terminating), serving, terminating };
};

/** Where the endpoint is: a map of topology until 1.20, fields of their own since. */
const placeOf = (pod: Pod, node: Node | undefined, version: KubernetesVersion): Partial<SliceEndpoint> => {
  const { nodeName } = pod.spec;
  const zone = node?.metadata.labels?.[zoneLabel];
  const region = node?.metadata.labels?.[regionLabel];
  if (isAtLeast(version, 21)) {
    return { ...(nodeName === undefined ? {} : { nodeName }), ...(zone === undefined ? {} : { zone }) };
  }
  return {
    topology: {
      ...(nodeName === undefined ? {} : { 'kubernetes.io/hostname': nodeName }),
      ...(zone === undefined ? {} : { [zoneLabel]: zone }),
      ...(region === undefined ? {} : { [regionLabel]: region }),
    },
  };
};

/** @source k8s 1.20 pkg/controller/endpointslice/utils.go podToEndpoint */
export const sliceEndpointOf = (
  pod: Pod,
  node: Node | undefined,
  service: Service,
  type: AddressType,
  version: KubernetesVersion,
): SliceEndpoint => {
  const { namespace = '', name, uid = '', resourceVersion = '' } = pod.metadata;
  const ips = (pod.status?.podIPs ?? [{ ip: pod.status?.podIP ?? '' }]).flatMap(({ ip = '' }) =>
    ip === '' ? [] : [ip],
  );
  const hostname = podHostname(pod, service);
  return {
    addresses: ips.filter((ip) => isOfFamily(ip, type)),
    conditions: conditionsOf(pod, service, version) ?? {},
    ...(hostname === undefined ? {} : { hostname }),
    ...placeOf(pod, node, version),
    targetRef: { kind: 'Pod', namespace, name, uid, ...(isAtLeast(version, 22) ? {} : { resourceVersion }) },
  };
};

/** @source k8s 1.20 pkg/controller/endpointslice/utils.go getEndpointPorts */
export const slicePortsOf = (pod: Pod, service: Service): SlicePort[] =>
  (service.spec.ports ?? []).flatMap((servicePort): SlicePort[] => {
    const port = findPort(pod, servicePort);
    if (port === undefined) return [];
    const { name = '', protocol = 'TCP', appProtocol } = servicePort;
    return [{ name, protocol, port, ...(appProtocol === undefined ? {} : { appProtocol }) }];
  });
