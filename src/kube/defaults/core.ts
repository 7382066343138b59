/** Defaults of Service, Endpoints, Namespace, Node, Secret and LimitRange. */
import type {
  Endpoints,
  Namespace,
  Node,
  ResourceList,
  Secret,
  Service,
  UnknownObject,
} from '../objects/index.ts';
import { isAtLeast } from '../version.ts';
import { resourceListDefaults } from './container.ts';
import { defineDefaults } from './defaulter.ts';
import { change, changeEach, fill, withField, withoutField } from './fill.ts';

/** Three hours. */
const clientIPTimeoutSeconds = 10_800;

/** @source k8s 1.20 pkg/apis/core/v1/defaults.go SetDefaults_Service */
export const service = defineDefaults<Service>(['v1/Service'], (object, version) =>
  change(object, 'spec', (given) => {
    let spec = fill(given, { sessionAffinity: 'None', type: 'ClusterIP' });
    if (spec.sessionAffinity === 'None') {
      spec = withoutField(spec, 'sessionAffinityConfig');
    } else if (spec.sessionAffinity === 'ClientIP') {
      const config = spec.sessionAffinityConfig as { clientIP?: { timeoutSeconds?: number } } | undefined;
      if (config?.clientIP?.timeoutSeconds === undefined) {
        spec = { ...spec, sessionAffinityConfig: { clientIP: { timeoutSeconds: clientIPTimeoutSeconds } } };
      }
    }
    spec = change(spec, 'ports', (ports) =>
      changeEach(ports, (port) => {
        const typed = port.protocol === undefined ? { ...port, protocol: 'TCP' } : port;
        const target = typed.targetPort;
        return target === undefined || target === '' || target === 0
          ? { ...typed, targetPort: typed.port }
          : typed;
      }),
    );
    const isOutside = spec.type === 'NodePort' || spec.type === 'LoadBalancer';
    if (isOutside) spec = fill(spec, { externalTrafficPolicy: 'Cluster' });
    if (isAtLeast(version, 22) && (isOutside || spec.type === 'ClusterIP')) {
      spec = fill(spec, { internalTrafficPolicy: 'Cluster' });
    }
    return isAtLeast(version, 22) && spec.type === 'LoadBalancer'
      ? fill(spec, { allocateLoadBalancerNodePorts: true })
      : spec;
  }),
);

/** @source k8s 1.20 pkg/apis/core/v1/defaults.go SetDefaults_Endpoints */
export const endpoints = defineDefaults<Endpoints>(['v1/Endpoints'], (object) =>
  change(object, 'subsets', (subsets) =>
    changeEach(subsets, (subset) =>
      change(subset, 'ports', (ports) =>
        changeEach(ports, (port) => (port.protocol === undefined ? { ...port, protocol: 'TCP' } : port)),
      ),
    ),
  ),
);

/** @source k8s 1.20 pkg/apis/core/v1/defaults.go SetDefaults_NamespaceStatus, SetDefaults_Namespace (the name label since 1.21) */
export const namespace = defineDefaults<Namespace>(['v1/Namespace'], (object, version) => {
  const active = change(object, 'status', (status) => fill(status, { phase: 'Active' }));
  const { name, labels } = object.metadata;
  const label = 'kubernetes.io/metadata.name';
  return !isAtLeast(version, 21) || name === undefined || name === '' || labels?.[label] === name
    ? active
    : withField(active, 'metadata', { ...object.metadata, labels: { ...labels, [label]: name } });
});

/** What a node can give is all it has, unless it says otherwise. @source k8s 1.20 pkg/apis/core/v1/defaults.go SetDefaults_NodeStatus */
export const node = defineDefaults<Node>(['v1/Node'], (object) =>
  change(object, 'status', (given) => {
    const status = change(
      change(given, 'capacity', resourceListDefaults),
      'allocatable',
      resourceListDefaults,
    );
    return status.capacity !== undefined && status.allocatable === undefined
      ? { ...status, allocatable: status.capacity }
      : status;
  }),
);

export const secret = defineDefaults<Secret>(['v1/Secret'], (object) => fill(object, { type: 'Opaque' }));

interface Limit {
  type?: string;
  max?: ResourceList;
  min?: ResourceList;
  default?: ResourceList;
  defaultRequest?: ResourceList;
  maxLimitRequestRatio?: ResourceList;
}

/** For containers: default falls back to max; defaultRequest to default, then to min. @source k8s 1.20 pkg/apis/core/v1/defaults.go SetDefaults_LimitRangeItem */
const limitDefaults = (given: Limit): Limit => {
  let limit = given;
  for (const list of ['max', 'min', 'default', 'defaultRequest', 'maxLimitRequestRatio'] as const) {
    limit = change(limit, list, resourceListDefaults);
  }
  if (limit.type !== 'Container') return limit;
  const most = fill(limit.default ?? {}, limit.max ?? {});
  const requested = fill(fill(limit.defaultRequest ?? {}, most), limit.min ?? {});
  const lists = { default: most, defaultRequest: requested };
  const filled = Object.entries(lists).filter(([, list]) => Object.keys(list).length > 0);
  return { ...limit, ...Object.fromEntries(filled) };
};

export const limitRange = defineDefaults<UnknownObject & { spec: { limits: Limit[] | null } }>(
  ['v1/LimitRange'],
  (object) =>
    change(object, 'spec', (spec) => change(spec, 'limits', (limits) => changeEach(limits, limitDefaults))),
);

/** @source k8s 1.20 pkg/apis/core/v1/zz_generated.defaults.go SetObjectDefaults_ResourceQuota */
export const resourceQuota = defineDefaults<UnknownObject & { spec: { hard?: ResourceList } }>(
  ['v1/ResourceQuota'],
  (object) => change(object, 'spec', (spec) => change(spec, 'hard', resourceListDefaults)),
);
