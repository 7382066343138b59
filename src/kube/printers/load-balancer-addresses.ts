/** The addresses of a load balancer, as tables show them. */

/** Each once, sorted. @source k8s 1.20 pkg/printers/internalversion/printers.go loadBalancerStatusStringer */
export const loadBalancerAddresses = (
  status: { ingress?: { ip?: string; hostname?: string }[] } | undefined,
): string[] => {
  const addresses = (status?.ingress ?? []).map(
    ({ ip, hostname }) => ((ip ?? '') !== '' ? ip : hostname) ?? '',
  );
  return [...new Set(addresses.filter((address) => address !== ''))].sort();
};
