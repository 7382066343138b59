/** The scheduler's plugins, a line each. */
export { imageLocality } from './image-locality.ts';
export { interPodAffinity } from './inter-pod-affinity.ts';
export { nodeAffinity } from './node-affinity.ts';
export { nodeName } from './node-name.ts';
export { nodePorts } from './node-ports.ts';
export { nodePreferAvoidPods } from './node-prefer-avoid-pods.ts';
export { nodeResourcesBalancedAllocation } from './node-resources-balanced-allocation.ts';
export { nodeResourcesFit } from './node-resources-fit.ts';
export { nodeResourcesLeastAllocated } from './node-resources-least-allocated.ts';
export { nodeUnschedulable } from './node-unschedulable.ts';
export { podTopologySpread } from './pod-topology-spread.ts';
export { selectorSpread } from './selector-spread.ts';
export { taintToleration } from './taint-toleration.ts';
export { volumeBinding } from './volume-binding.ts';
