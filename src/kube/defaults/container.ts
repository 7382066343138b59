/** Defaults of a container: pull policy, termination message, port protocols, probes, resources. */
import type { Container, ResourceList } from '../objects/index.ts';
import { change, changeEach, fill, withField } from './fill.ts';
import { roundedToMillis } from './shape/canonical-quantity.ts';
import { inheritWritten } from './shape/written-quantities.ts';

type Probe = NonNullable<Container['livenessProbe']>;
type Lifecycle = NonNullable<Container['lifecycle']>;
type EnvVar = NonNullable<Container['env']>[number];

/** The tag of an image reference: absent counts as "latest", a digest as none. @source k8s 1.20 pkg/util/parsers ParseImageName */
const tagOf = (image: string): string => {
  if (image.includes('@')) return '';
  const name = image.slice(image.lastIndexOf('/') + 1);
  const colon = name.indexOf(':');
  return colon < 0 ? 'latest' : name.slice(colon + 1);
};

/** Whether Docker's grammar takes the reference; of one that it refuses no tag is known. */
const referencePattern =
  /^(?:[\w.-]+(?::\d+)?\/)?[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*(?::[\w][\w.-]{0,127})?(?:@[\w+.:-]+)?$/;

const policies = new Map<string, 'Always' | 'IfNotPresent'>();
const pullPolicyOf = (image: string): 'Always' | 'IfNotPresent' => {
  let policy = policies.get(image);
  if (policy === undefined) {
    policy = referencePattern.test(image) && tagOf(image) === 'latest' ? 'Always' : 'IfNotPresent';
    if (policies.size >= 10_000) policies.clear();
    policies.set(image, policy);
  }
  return policy;
};

const handlerDefaults = <T extends { httpGet?: Record<string, unknown> }>(handler: T): T => {
  const get = handler.httpGet;
  return get === undefined
    ? handler
    : withField(handler, 'httpGet', fill(get, { path: '/', scheme: 'HTTP' }));
};

/** @source k8s 1.20 pkg/apis/core/v1/defaults.go SetDefaults_Probe */
const probeDefaults = (probe: Probe): Probe =>
  handlerDefaults(
    fill(probe, {
      timeoutSeconds: 1,
      periodSeconds: 10,
      successThreshold: 1,
      failureThreshold: 3,
    }) as Probe & {
      httpGet?: Record<string, unknown>;
    },
  );

const lifecycleDefaults = (lifecycle: Lifecycle): Lifecycle => {
  type Handlers = {
    postStart?: { httpGet?: Record<string, unknown> };
    preStop?: { httpGet?: Record<string, unknown> };
  };
  const changed = change(lifecycle as Handlers, 'postStart', handlerDefaults);
  return change(changed, 'preStop', handlerDefaults) as Lifecycle;
};

const envDefaults = (variable: EnvVar): EnvVar => {
  const source = variable.valueFrom as { fieldRef?: { apiVersion?: string } } | undefined;
  if (source?.fieldRef === undefined || source.fieldRef.apiVersion !== undefined) return variable;
  return {
    ...variable,
    valueFrom: { ...source, fieldRef: { ...source.fieldRef, apiVersion: 'v1' } },
  } as EnvVar;
};

/** @source k8s 1.20 pkg/apis/core/v1/defaults.go SetDefaults_ResourceList */
export const resourceListDefaults = (list: ResourceList): ResourceList => {
  let result = list;
  for (const name in list) {
    const before = list[name]!;
    const after = roundedToMillis(before as string);
    if (after === before) continue;
    if (result === list) result = { ...list };
    result[name] = after;
  }
  return result;
};

const resourcesDefaults = (
  resources: NonNullable<Container['resources']>,
): NonNullable<Container['resources']> => {
  if (resources.limits === undefined && resources.requests === undefined) return resources;
  return change(change(resources, 'limits', resourceListDefaults), 'requests', resourceListDefaults);
};

const protocolDefault = <T extends { protocol?: string }>(port: T): T =>
  port.protocol === undefined ? { ...port, protocol: 'TCP' } : port;

/**
 * A container with its defaults, within a pod or a template.
 * @source k8s 1.20 pkg/apis/core/v1/defaults.go SetDefaults_Container, zz_generated.defaults.go
 */
export const containerDefaults = (container: Container): Container => {
  let result = container;
  if (
    container.imagePullPolicy === undefined ||
    container.terminationMessagePath === undefined ||
    container.terminationMessagePolicy === undefined
  ) {
    result = fill(container, {
      imagePullPolicy: pullPolicyOf(container.image ?? ''),
      terminationMessagePath: '/dev/termination-log',
      terminationMessagePolicy: 'File',
    });
  }
  result = change(result, 'ports', (ports) => changeEach(ports, protocolDefault));
  result = change(result, 'env', (env) => changeEach(env, envDefaults));
  result = change(result, 'resources', resourcesDefaults);
  result = change(result, 'livenessProbe', probeDefaults);
  result = change(result, 'readinessProbe', probeDefaults);
  result = change(result, 'startupProbe', probeDefaults);
  return change(result, 'lifecycle', lifecycleDefaults);
};

/** Requests that are missing become the limits; only pods, not templates. @source k8s 1.20 pkg/apis/core/v1/defaults.go SetDefaults_Pod */
export const requestsFromLimits = (container: Container): Container => {
  const limits = container.resources?.limits;
  if (limits === undefined) return container;
  const requests = fill(container.resources!.requests ?? {}, limits);
  if (requests !== container.resources!.requests) inheritWritten(requests, limits);
  return requests === container.resources!.requests
    ? container
    : { ...container, resources: { ...container.resources, requests } };
};
