/** A slice as the controller makes it, and the labels a service's slices have. */
import { isAtLeast } from '../../../kube/index.ts';
import type { EndpointSlice, KubernetesVersion, Service } from '../../../kube/index.ts';
import { controllerRefTo } from '../controller-ref.ts';
import type { AddressType, SlicePort } from './slice-endpoint.ts';

export const serviceNameLabel = 'kubernetes.io/service-name';
export const managedByLabel = 'endpointslice.kubernetes.io/managed-by';
export const controllerLabelValue = 'endpointslice-controller.k8s.io';
const headlessLabel = 'service.kubernetes.io/headless';

/** @source k8s 1.20 pkg/controller/endpointslice/utils.go setEndpointSliceLabels */
export const sliceLabels = ({ metadata, spec: { clusterIP = '' } }: Service): Record<string, string> => {
  const reserved = new Set([serviceNameLabel, managedByLabel, headlessLabel]);
  return {
    ...Object.fromEntries(Object.entries(metadata.labels ?? {}).filter(([key]) => !reserved.has(key))),
    ...(clusterIP === 'None' || clusterIP === '' ? { [headlessLabel]: '' } : {}),
    [serviceNameLabel]: metadata.name,
    [managedByLabel]: controllerLabelValue,
  };
};

/** @source k8s 1.20 pkg/controller/endpointslice/utils.go newEndpointSlice */
export const newSlice = (
  service: Service,
  addressType: AddressType,
  ports: readonly SlicePort[],
  version: KubernetesVersion,
): EndpointSlice => ({
  apiVersion: isAtLeast(version, 21) ? 'discovery.k8s.io/v1' : 'discovery.k8s.io/v1beta1',
  kind: 'EndpointSlice',
  metadata: {
    name: '',
    generateName: `${service.metadata.name}-`,
    ...(service.metadata.namespace === undefined ? {} : { namespace: service.metadata.namespace }),
    labels: sliceLabels(service),
    ownerReferences: [controllerRefTo({ ...service, apiVersion: 'v1', kind: 'Service' })],
  },
  addressType,
  endpoints: [],
  ports: [...ports],
});
