/** The QoS class of a pod whose status does not say it yet. */
import { isZeroQuantity, parseQuantity, compareQuantities } from '../../kube/index.ts';
import type { Pod, ResourceList } from '../../kube/index.ts';

const names = ['cpu', 'memory'] as const;

const has = (amounts: ResourceList | undefined, name: string): boolean =>
  amounts?.[name] !== undefined && !isZeroQuantity(parseQuantity(amounts[name]));

/** @source k8s 1.20 kubectl/pkg/util/qos/qos.go GetPodQOS */
export const podQosClass = ({ spec }: Pod): string => {
  const containers = [...(spec.initContainers ?? []), ...(spec.containers ?? [])].map(
    ({ resources }) => resources ?? {},
  );
  const isAny = containers.some(({ requests, limits }) =>
    names.some((name) => has(requests, name) || has(limits, name)),
  );
  if (!isAny) return 'BestEffort';
  const isGuaranteed = containers.every(({ requests, limits }) =>
    names.every(
      (name) =>
        has(limits, name) &&
        (!has(requests, name) ||
          compareQuantities(parseQuantity(requests![name]!), parseQuantity(limits![name]!)) === 0),
    ),
  );
  return isGuaranteed ? 'Guaranteed' : 'Burstable';
};
