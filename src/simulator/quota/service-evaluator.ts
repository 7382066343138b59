/** What services use of a quota. @source k8s 1.20 pkg/quota/v1/evaluator/core/services.go */
import { quantityOfValue, type KubeObject, type Service } from '../../kube/index.ts';
import { one, type Evaluator } from './evaluator.ts';

const names = new Set(['count/services', 'services', 'services.nodeports', 'services.loadbalancers']);

/** A type that takes more than an address; "" otherwise. */
const typeOf = (object: KubeObject): string => {
  const type = (object as Service).spec.type ?? '';
  return type === 'NodePort' || type === 'LoadBalancer' ? type : '';
};

const nodePortsOf = ({ spec }: Service): number => {
  const ports = spec.ports ?? [];
  const isSparing =
    (spec as { allocateLoadBalancerNodePorts?: boolean }).allocateLoadBalancerNodePorts === false;
  if (spec.type === 'NodePort' || (spec.type === 'LoadBalancer' && !isSparing)) return ports.length;
  return spec.type === 'LoadBalancer' ? ports.filter(({ nodePort = 0 }) => nodePort !== 0).length : 0;
};

export const serviceEvaluator: Evaluator = {
  matches: (name) => names.has(name),
  usage: (object) =>
    new Map([
      ['count/services', one],
      ['services', one],
      ['services.nodeports', quantityOfValue(nodePortsOf(object as Service))],
      ['services.loadbalancers', quantityOfValue(typeOf(object) === 'LoadBalancer' ? 1 : 0)],
    ]),
  countsUpdate: () => true,
  frees: (object, old) => typeOf(object) !== typeOf(old),
};
