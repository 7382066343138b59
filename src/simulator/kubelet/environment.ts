/** The environment variables of a container. */
import type { Container, Pod } from '../../kube/index.ts';
import { cpuMillis, valueOf } from '../../kube/index.ts';
import type { World } from '../world.ts';
import { secretTexts } from './secret-texts.ts';

export type EnvironmentAnswer = { variables: Record<string, string> } | { missing: string };

/** @source k8s 1.20 pkg/kubelet/kubelet_pods.go podFieldSelectorRuntimeValue */
export const fieldValue = (pod: Pod, path: string, addresses: { pod: string; host: string; node: string }): string => {
  const subscript = /^metadata\.(labels|annotations)\['(.*)'\]$/.exec(path);
  if (subscript !== null) {
    const values = subscript[1] === 'labels' ? pod.metadata.labels : pod.metadata.annotations;
    return values?.[subscript[2] ?? ''] ?? '';
  }
  switch (path) {
    case 'metadata.name': return pod.metadata.name;
    case 'metadata.namespace': return pod.metadata.namespace ?? '';
    case 'metadata.uid': return pod.metadata.uid ?? '';
    case 'spec.nodeName': return addresses.node;
    case 'spec.serviceAccountName': return pod.spec.serviceAccountName ?? 'default';
    case 'status.hostIP': return addresses.host;
    case 'status.podIP':
    case 'status.podIPs': return addresses.pod;
    default: return '';
  }
}; // prettier-ignore

const resourceValue = (container: Container, resource: string): string => {
  const [kind = 'limits', name = 'cpu'] = resource.split('.', 2);
  const amount =
    kind === 'limits' ? container.resources?.limits?.[name] : container.resources?.requests?.[name];
  if (amount === undefined) return '0';
  return String(name === 'cpu' ? Math.ceil(cpuMillis(amount) / 1000) : valueOf(amount));
};

/** $(NAME) of variables defined before. @source k8s 1.20 third_party/forked/golang/expansion Expand */
const expand = (text: string, known: Readonly<Record<string, string>>): string =>
  text.replace(/\$\$|\$\(([A-Za-z_][\w.-]*)\)/g, (whole, name?: string) =>
    name === undefined ? '$' : (known[name] ?? whole),
  );

/** Variables that name the API server and the services of the pod's namespace. */
const serviceVariables = (world: World, pod: Pod, createdMs: number): Record<string, string> => {
  const variables: Record<string, string> = {};
  const listed = world.api.list('services', {});
  if (!listed.ok) return variables;
  for (const service of listed.value.items) {
    const { name, namespace, creationTimestamp } = service.metadata;
    if (Date.parse(creationTimestamp ?? '') > createdMs) continue;
    const isMaster = name === 'kubernetes' && namespace === 'default';
    if (!isMaster && (pod.spec.enableServiceLinks === false || namespace !== pod.metadata.namespace))
      continue;
    const { clusterIP, ports } = service.spec;
    const first = ports?.[0];
    if (clusterIP === undefined || clusterIP === 'None' || first === undefined) continue;
    const prefix = name.toUpperCase().replace(/-/g, '_');
    const url = `tcp://${clusterIP}:${first.port}`;
    variables[`${prefix}_SERVICE_HOST`] = clusterIP;
    variables[`${prefix}_SERVICE_PORT`] = String(first.port);
    for (const port of ports ?? []) {
      if (port.name !== undefined && port.name !== '')
        variables[`${prefix}_SERVICE_PORT_${port.name.toUpperCase().replace(/-/g, '_')}`] = String(port.port);
      const key = `${prefix}_PORT_${port.port}_${(port.protocol ?? 'TCP').toUpperCase()}`;
      variables[key] = `tcp://${clusterIP}:${port.port}`;
      variables[`${key}_PROTO`] = (port.protocol ?? 'TCP').toLowerCase();
      variables[`${key}_PORT`] = String(port.port);
      variables[`${key}_ADDR`] = clusterIP;
    }
    variables[`${prefix}_PORT`] = url;
  }
  return variables;
};

/** The variables that a container's spec names, or what of them is not there. */
export const specEnvironment = (
  world: World,
  pod: Pod,
  container: Container,
  addresses: { pod: string; host: string; node: string },
): EnvironmentAnswer => {
  const variables: Record<string, string> = {};
  const { namespace } = pod.metadata;
  const dataOf = (kind: 'configmap' | 'secret', name: string): Record<string, string> | undefined => {
    if (kind === 'configmap') {
      const found = world.api.get('configmaps', namespace, name);
      return found.ok ? (found.value.data ?? {}) : undefined;
    }
    const found = world.api.get('secrets', namespace, name);
    return found.ok ? secretTexts(found.value.data) : undefined;
  };
  for (const source of container.envFrom ?? []) {
    const kind = source.configMapRef === undefined ? 'secret' : 'configmap';
    const reference = source.configMapRef ?? source.secretRef;
    const data = dataOf(kind, reference?.name ?? '');
    if (data === undefined && reference?.optional !== true)
      return { missing: `${kind} "${reference?.name ?? ''}" not found` };
    for (const [key, value] of Object.entries(data ?? {})) variables[`${source.prefix ?? ''}${key}`] = value;
  }
  for (const { name, value, valueFrom } of container.env ?? []) {
    if (valueFrom === undefined) {
      variables[name] = expand(value ?? '', variables);
      continue;
    }
    if (valueFrom.fieldRef !== undefined)
      variables[name] = fieldValue(pod, valueFrom.fieldRef.fieldPath, addresses);
    else if (valueFrom.resourceFieldRef !== undefined)
      variables[name] = resourceValue(container, valueFrom.resourceFieldRef.resource);
    else {
      const kind = valueFrom.configMapKeyRef === undefined ? 'secret' : 'configmap';
      const reference = valueFrom.configMapKeyRef ?? valueFrom.secretKeyRef;
      const data = dataOf(kind, reference?.name ?? '');
      const found = data?.[reference?.key ?? ''];
      if (found !== undefined) variables[name] = found;
      else if (reference?.optional !== true) {
        const where = `${namespace ?? ''}/${reference?.name ?? ''}`;
        const noKey =
          kind === 'configmap'
            ? `couldn't find key ${reference?.key ?? ''} in ConfigMap ${where}`
            : `couldn't find key ${reference?.key ?? ''} in Secret ${where}`;
        return { missing: data === undefined ? `${kind} "${reference?.name ?? ''}" not found` : noKey };
      }
    }
  }
  return { variables };
};

export interface ContainerStart {
  hostname: string;
  image: Readonly<Record<string, string>>;
  /** Those of its spec, as they were then. */
  variables: Readonly<Record<string, string>>;
  createdMs: number;
}

/** All that a process of the container finds; worked out when it is asked for, as of the container's start. */
export const fullEnvironment = (
  world: World,
  pod: Pod,
  { hostname, image, variables, createdMs }: ContainerStart,
): Record<string, string> => ({
  PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  HOSTNAME: hostname,
  ...image,
  ...variables,
  ...serviceVariables(world, pod, createdMs),
  HOME: '/root',
});
