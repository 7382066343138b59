/** The QoS class of a pod: Guaranteed, Burstable or BestEffort. */
import type { Container, PodSpec } from '../objects/index.ts';
import { addQuantities, compareQuantities, parseQuantity, signOf } from '../quantity.ts';
import type { Quantity } from '../quantity.ts';

export type QosClass = 'Guaranteed' | 'Burstable' | 'BestEffort';
type Name = 'cpu' | 'memory';
type Sums = Partial<Record<Name, Quantity>>;

const computeResources = ['cpu', 'memory'] as const;

const addTo = (sums: Sums, name: Name, amount: string | undefined): boolean => {
  if (amount === undefined) return false;
  const quantity = parseQuantity(amount);
  if (signOf(quantity) !== 1) return false;
  const sum = sums[name];
  sums[name] = sum === undefined ? quantity : addQuantities(sum, quantity);
  return true;
};

/** Pods of one template share its containers. */
const classByContainers = new WeakMap<object, QosClass>();

export const podQosClass = (spec: Pick<PodSpec, 'containers' | 'initContainers'>): QosClass => {
  const { containers, initContainers } = spec as { containers: object | null; initContainers?: unknown };
  if (initContainers !== undefined || containers === null) return classOf(spec);
  let qosClass = classByContainers.get(containers);
  if (qosClass === undefined) classByContainers.set(containers, (qosClass = classOf(spec)));
  return qosClass;
};

/** @source k8s 1.20 pkg/apis/core/v1/helper/qos/qos.go GetPodQOS */
const classOf = (spec: Pick<PodSpec, 'containers' | 'initContainers'>): QosClass => {
  const requests: Sums = {};
  const limits: Sums = {};
  let isGuaranteed = true;
  const addContainer = ({ resources }: Container): void => {
    let limited = 0;
    for (const name of computeResources) {
      addTo(requests, name, resources?.requests?.[name]);
      if (addTo(limits, name, resources?.limits?.[name])) limited++;
    }
    if (limited < computeResources.length) isGuaranteed = false;
  };
  (spec.containers as readonly Container[] | null)?.forEach(addContainer);
  spec.initContainers?.forEach(addContainer);
  const requested = Object.keys(requests).length;
  if (requested === 0 && Object.keys(limits).length === 0) return 'BestEffort';
  if (!isGuaranteed || requested !== Object.keys(limits).length) return 'Burstable';
  const isEqual = computeResources.every((name) => {
    const [request, limit] = [requests[name], limits[name]];
    return request === undefined || (limit !== undefined && compareQuantities(request, limit) === 0);
  });
  return isEqual ? 'Guaranteed' : 'Burstable';
};
