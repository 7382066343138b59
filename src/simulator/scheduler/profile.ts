/** Profile: which plugins filter, in which order, and which score, with which weight, by Kubernetes version. */
import { isAtLeast } from '../../kube/index.ts';
import type { KubernetesVersion } from '../../kube/index.ts';
import type { SchedulerPlugin } from './plugin.ts';
import * as plugins from './plugins/index.ts';

export interface Profile {
  filters: readonly SchedulerPlugin[];
  scores: readonly { plugin: SchedulerPlugin; weight: number }[];
}

type PluginName = keyof typeof plugins;

interface ProfileSince {
  sinceMinor: number;
  filters: readonly PluginName[];
  weights: Partial<Record<PluginName, number>>;
}

const filtersSince20: readonly PluginName[] = [
  'nodeUnschedulable',
  'nodeName',
  'taintToleration',
  'nodeAffinity',
  'nodePorts',
  'nodeResourcesFit',
  'volumeBinding',
  'podTopologySpread',
  'interPodAffinity',
];

const filtersBefore20: readonly PluginName[] = [
  'nodeUnschedulable',
  'nodeResourcesFit',
  'nodeName',
  'nodePorts',
  'nodeAffinity',
  'taintToleration',
  'volumeBinding',
  'interPodAffinity',
  'podTopologySpread',
];

const weightsSince18 = {
  nodeResourcesBalancedAllocation: 1,
  imageLocality: 1,
  interPodAffinity: 1,
  nodeResourcesLeastAllocated: 1,
  nodeAffinity: 1,
  nodePreferAvoidPods: 10000,
  taintToleration: 1,
};

/** @source k8s 1.20 pkg/scheduler/algorithmprovider/registry.go getDefaultConfig, applyFeatureGates; 1.23 apis/config/v1beta3/default_plugins.go */
const history: readonly ProfileSince[] = [
  {
    sinceMinor: 23,
    filters: filtersSince20,
    weights: {
      taintToleration: 3,
      nodeAffinity: 2,
      nodeResourcesLeastAllocated: 1,
      podTopologySpread: 2,
      interPodAffinity: 2,
      nodeResourcesBalancedAllocation: 1,
      imageLocality: 1,
    },
  },
  { sinceMinor: 20, filters: filtersSince20, weights: { ...weightsSince18, podTopologySpread: 2 } },
  {
    sinceMinor: 19,
    filters: filtersBefore20,
    weights: { ...weightsSince18, podTopologySpread: 2, selectorSpread: 1 },
  },
  {
    sinceMinor: 18,
    filters: filtersBefore20,
    weights: { ...weightsSince18, podTopologySpread: 1, selectorSpread: 1 },
  },
];

/** The default scheduler's profile in a version. */
export const profileOf = (version: KubernetesVersion): Profile => {
  const { filters, weights } =
    history.find(({ sinceMinor }) => isAtLeast(version, sinceMinor)) ?? history.at(-1)!;
  return {
    filters: filters.map((name) => plugins[name]),
    scores: Object.entries(weights).map(([name, weight]) => ({
      plugin: plugins[name as PluginName],
      weight,
    })),
  };
};
