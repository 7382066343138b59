/** The zone of a node, from its labels. */
import type { Labels } from './label-selector.ts';

/**
 * Region and zone as one text; empty when the node has neither.
 * @source k8s 1.20 pkg/util/node/node.go GetZoneKey
 */
export const zoneOf = (labels: Labels): string => {
  const zone =
    labels['failure-domain.beta.kubernetes.io/zone'] ?? labels['topology.kubernetes.io/zone'] ?? '';
  const region =
    labels['failure-domain.beta.kubernetes.io/region'] ?? labels['topology.kubernetes.io/region'] ?? '';
  return region === '' && zone === '' ? '' : `${region}:\0:${zone}`;
};
