/** Warnings of services. @since k8s 1.27 @source k8s 1.28 and 1.36 pkg/api/service/warnings.go GetWarningsForService */
import { goQuote, isAtLeast, type KubernetesVersion, type Service } from '../../../kube/index.ts';

const hintsAnnotation = 'service.kubernetes.io/topology-aware-hints';

export const serviceWarnings = ({ metadata, spec }: Service, version: KubernetesVersion): string[] => {
  if (!isAtLeast(version, 27)) return [];
  const {
    type,
    externalName = '',
    trafficDistribution,
  } = spec as Service['spec'] & {
    externalName?: string;
    trafficDistribution?: string;
  };
  const {
    clusterIP,
    externalIPs = [],
    loadBalancerIP = '',
    sessionAffinity = 'None',
  } = spec as Service['spec'] & {
    externalIPs?: string[];
    loadBalancerIP?: string;
  };
  const warnings: string[] = [];
  if (metadata.annotations?.[hintsAnnotation] !== undefined)
    warnings.push(
      `annotation ${hintsAnnotation} is deprecated, please use service.kubernetes.io/topology-mode instead`,
    );
  const isHeadless = type === 'ClusterIP' && clusterIP === 'None';
  if (isAtLeast(version, 34) && isHeadless) {
    if (loadBalancerIP !== '') warnings.push('spec.loadBalancerIP is ignored for headless services');
    if (externalIPs.length > 0) warnings.push('spec.externalIPs is ignored for headless services');
    if (sessionAffinity !== 'None') warnings.push('spec.SessionAffinity is ignored for headless services');
  }
  if (isAtLeast(version, 36) && externalIPs.length > 0 && !isHeadless && type !== 'ExternalName')
    warnings.push('spec.externalIPs is deprecated and may no longer be implemented in some clusters');
  if (type === 'ExternalName' && externalIPs.length > 0)
    warnings.push('spec.externalIPs is ignored when spec.type is "ExternalName"');
  if (type !== 'ExternalName' && externalName !== '')
    warnings.push('spec.externalName is ignored when spec.type is not "ExternalName"');
  if (isAtLeast(version, 35) && trafficDistribution === 'PreferClose')
    warnings.push(
      `spec.trafficDistribution: ${goQuote('PreferClose')} is deprecated; use ${goQuote('PreferSameZone')}`,
    );
  return warnings;
};
