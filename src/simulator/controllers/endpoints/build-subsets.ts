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
import { repackSubsets, sortSubset } from './repack-subsets.ts';

const newAddress = (pod: Pod, hostname: string | undefined, version: KubernetesVersion): EndpointAddress => {
  const { namespace, name, uid, resourceVersion } = pod.metadata;
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

const addresses = new WeakMap<Pod, EndpointAddress>();

const addressOf = (pod: Pod, service: Service, version: KubernetesVersion): EndpointAddress => {
  const hostname = podHostname(pod, service);
  if (hostname !== undefined) return newAddress(pod, hostname, version);
  let address = addresses.get(pod);
  if (address === undefined) addresses.set(pod, (address = newAddress(pod, undefined, version)));
  return address;
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

/** The ports that pods serve a service on, each list of them once, so that pods can be grouped by it. */
class PortLists {
  readonly #service: Service;
  readonly #byContainers = new Map<unknown, PortList>();
  readonly #byText = new Map<string, PortList>();

  constructor(service: Service) {
    this.#service = service;
  }

  of(pod: Pod): PortList {
    // Pods of one template that were not changed since share their containers.
    const known = this.#byContainers.get(pod.spec.containers);
    if (known !== undefined) return known;
    const ports = portsOf(pod, this.#service);
    const text = JSON.stringify(ports);
    const list = this.#byText.get(text) ?? { ports, subset: { addresses: [], notReadyAddresses: [] } };
    this.#byText.set(text, list);
    this.#byContainers.set(pod.spec.containers, list);
    return list;
  }

  /** One subset for each list that has addresses. */
  subsets(): EndpointSubset[] {
    return [...this.#byText.values()].flatMap(({ ports, subset }) =>
      ports.length === 0
        ? []
        : [ports[0] === undefined ? subset : { ...subset, ports: ports as EndpointPort[] }],
    );
  }
}

interface PortList {
  /** Nothing at all when the pod does not serve; [undefined] when it serves without ports. */
  ports: (EndpointPort | undefined)[];
  subset: { addresses: EndpointAddress[]; notReadyAddresses: EndpointAddress[] };
}

/** @source k8s 1.20 pkg/controller/endpoint/endpoints_controller.go syncService */
export const buildSubsets = (
  service: Service,
  pods: readonly Pod[],
  version: KubernetesVersion,
): EndpointSubset[] => {
  const isTolerant = publishesNotReady(service);
  const lists = new PortLists(service);
  for (const pod of pods) {
    if ((pod.status?.podIP ?? '') === '') continue;
    if (!isTolerant && pod.metadata.deletionTimestamp !== undefined) continue;
    const isReady = isTolerant || isPodReady(pod);
    if (!isReady && !belongsInEndpoints(pod)) continue;
    const { subset } = lists.of(pod);
    (isReady ? subset.addresses : subset.notReadyAddresses).push(addressOf(pod, service, version));
  }
  const subsets = lists
    .subsets()
    .filter(({ addresses, notReadyAddresses }) => addresses?.length || notReadyAddresses?.length);
  // Pods that all serve on the same ports need no repacking.
  if (subsets.length === 1) return subsets.map((subset) => sortSubset(subset, version.minor));
  return repackSubsets(subsets, version.minor);
};
