/** A pod as a possible endpoint of a service: whether it counts, which port it serves on, which host name it has. */
import type { Pod, Service, ServicePort } from '../../../kube/index.ts';

/** Deprecated in favour of spec.publishNotReadyAddresses, and still heard by the endpoints controller. */
const tolerateUnreadyAnnotation = 'service.alpha.kubernetes.io/tolerate-unready-endpoints';

const trueTexts = new Set(['1', 't', 'T', 'true', 'TRUE', 'True']);

export const publishesNotReady = ({ spec, metadata }: Service): boolean =>
  spec.publishNotReadyAddresses === true ||
  trueTexts.has(metadata.annotations?.[tolerateUnreadyAnnotation] ?? '');

/**
 * False for a pod that is over and will not start again.
 * @source k8s 1.20 pkg/controller/endpoint/endpoints_controller.go shouldPodBeInEndpoints
 */
export const belongsInEndpoints = ({ spec, status }: Pod): boolean => {
  switch (spec.restartPolicy) {
    case 'Never':
      return status?.phase !== 'Failed' && status?.phase !== 'Succeeded';
    case 'OnFailure':
      return status?.phase !== 'Succeeded';
    default:
      return true;
  }
};

/**
 * The number of the port that a service's port leads to; undefined when the pod has no port of that name.
 * @source k8s 1.20 pkg/api/v1/pod/util.go FindPort
 */
export const findPort = (
  pod: Pod,
  { targetPort, protocol = 'TCP', port }: ServicePort,
): number | undefined => {
  if (targetPort === undefined || targetPort === 0) return port;
  if (typeof targetPort === 'number') return targetPort;
  for (const container of pod.spec.containers) {
    for (const candidate of container.ports ?? []) {
      if (candidate.name === targetPort && (candidate.protocol ?? 'TCP') === protocol)
        return candidate.containerPort;
    }
  }
  return undefined;
};

/** The host name by which a headless service knows the pod; undefined when it has none there. */
export const podHostname = (pod: Pod, service: Service): string | undefined =>
  (pod.spec.hostname ?? '') !== '' &&
  pod.spec.subdomain === service.metadata.name &&
  pod.metadata.namespace === service.metadata.namespace
    ? pod.spec.hostname
    : undefined;
