/** Containers of a pod or of a pod template. */
import { milliValue, parseQuantity, quantityText, wholeValue } from '../../kube/index.ts';
import type { Container, ContainerState, ContainerStatus, EnvVar, Probe } from '../../kube/index.ts';
import type { DescribeWriter } from './describe-writer.ts';
import { orNone, yesNo } from './metadata-lines.ts';

const portLines = (writer: DescribeWriter, { ports = [] }: Container): void => {
  const inside = ports.map(({ containerPort, protocol = '' }) => `${containerPort}/${protocol}`).join(', ');
  const outside = ports.map(({ hostPort = 0, protocol = '' }) => `${hostPort}/${protocol}`).join(', ');
  writer.line(2, inside.includes(',') ? `Ports:\t${inside}` : `Port:\t${orNone(inside)}`);
  writer.line(2, outside.includes(',') ? `Host Ports:\t${outside}` : `Host Port:\t${orNone(outside)}`);
};

const wordLines = (writer: DescribeWriter, title: string, words: readonly string[] | undefined): void => {
  if (words === undefined || words.length === 0) return;
  writer.line(2, `${title}:`);
  for (const line of words.flatMap((word) => word.split('\n'))) writer.line(3, line);
};

/** @source k8s 1.20 kubectl/pkg/describe/describe.go describeStatus */
const stateLines = (
  writer: DescribeWriter,
  title: string,
  { running, waiting, terminated }: ContainerState,
): void => {
  if (running !== undefined) {
    writer.line(2, `${title}:\tRunning`);
    writer.line(3, `Started:\t${writer.date(running.startedAt)}`);
  } else if (waiting !== undefined || terminated === undefined) {
    writer.line(2, `${title}:\tWaiting`);
    if ((waiting?.reason ?? '') !== '') writer.line(3, `Reason:\t${waiting!.reason!}`);
  } else {
    writer.line(2, `${title}:\tTerminated`);
    if ((terminated.reason ?? '') !== '') writer.line(3, `Reason:\t${terminated.reason!}`);
    if ((terminated.message ?? '') !== '') writer.line(3, `Message:\t${terminated.message!}`);
    writer.line(3, `Exit Code:\t${terminated.exitCode}`);
    if ((terminated.signal ?? 0) > 0) writer.line(3, `Signal:\t${terminated.signal}`);
    writer.line(3, `Started:\t${writer.date(terminated.startedAt)}`);
    writer.line(3, `Finished:\t${writer.date(terminated.finishedAt)}`);
  }
};

const statusLines = (writer: DescribeWriter, status: ContainerStatus): void => {
  stateLines(writer, 'State', status.state ?? {});
  if (status.lastState?.terminated !== undefined) stateLines(writer, 'Last State', status.lastState);
  writer.line(2, `Ready:\t${yesNo(status.ready)}`);
  writer.line(2, `Restart Count:\t${status.restartCount}`);
};

const amountLines = (
  writer: DescribeWriter,
  title: string,
  amounts: Record<string, string> | undefined,
): void => {
  const names = Object.keys(amounts ?? {}).sort();
  if (names.length > 0) writer.line(2, `${title}:`);
  for (const name of names) writer.line(3, `${name}:\t${quantityText(amounts![name])}`);
};

const hostAndPort = (host: string, port: unknown): string =>
  host.includes(':') ? `[${host}]:${String(port)}` : `${host}:${String(port)}`;

/** @source k8s 1.20 kubectl/pkg/describe/describe.go DescribeProbe */
const probeText = (probe: Probe): string => {
  const attributes = `delay=${probe.initialDelaySeconds ?? 0}s timeout=${probe.timeoutSeconds ?? 0}s period=${probe.periodSeconds ?? 0}s #success=${probe.successThreshold ?? 0} #failure=${probe.failureThreshold ?? 0}`;
  if (probe.exec !== undefined) return `exec [${(probe.exec.command ?? []).join(' ')}] ${attributes}`;
  if (probe.httpGet !== undefined) {
    const { scheme = '', host = '', port, path = '' } = probe.httpGet;
    const rooted = path === '' || path.startsWith('/') ? path : `/${path}`;
    const escaped = rooted.replace(/[^\w\-.~!$&'()*+,;=:@/%]/g, (character) => encodeURIComponent(character));
    return `http-get ${scheme === '' ? '' : `${scheme.toLowerCase()}:`}//${hostAndPort(host, port)}${escaped} ${attributes}`;
  }
  if (probe.tcpSocket !== undefined) {
    return `tcp-socket ${probe.tcpSocket.host ?? ''}:${String(probe.tcpSocket.port)} ${attributes}`;
  }
  return `unknown ${attributes}`;
};

const probeLines = (
  writer: DescribeWriter,
  { livenessProbe, readinessProbe, startupProbe }: Container,
): void => {
  if (livenessProbe !== undefined) writer.line(2, `Liveness:\t${probeText(livenessProbe)}`);
  if (readinessProbe !== undefined) writer.line(2, `Readiness:\t${probeText(readinessProbe)}`);
  if (startupProbe !== undefined) writer.line(2, `Startup:\t${probeText(startupProbe)}`);
};

const environmentFromLines = (writer: DescribeWriter, { envFrom = [] }: Container): void => {
  if (envFrom.length === 0) return;
  writer.line(2, 'Environment Variables from:');
  for (const { prefix = '', configMapRef, secretRef } of envFrom) {
    const kind = configMapRef !== undefined ? 'ConfigMap' : secretRef !== undefined ? 'Secret' : '';
    const { name = '', optional = false } = configMapRef ?? secretRef ?? {};
    writer.line(
      3,
      `${name}\t${kind}${prefix === '' ? '' : ` with prefix '${prefix}'`}\tOptional: ${optional}`,
    );
  }
};

/** The value a field reference has; '' when it is not known (a pod template). */
export type FieldResolver = (fieldPath: string, apiVersion: string) => string;

/** @source k8s 1.20 kubectl/pkg/util/resource/resource.go ExtractContainerResourceValue */
const resourceFieldText = (
  reference: { resource: string; divisor?: string },
  container: Container,
): string => {
  const [part = '', ...rest] = reference.resource.split('.');
  const name = rest.join('.');
  const amounts = part === 'limits' ? container.resources?.limits : container.resources?.requests;
  const valueOf = (text: string): number => {
    const quantity = parseQuantity(text);
    return Number(name === 'cpu' ? milliValue(quantity) : wholeValue(quantity));
  };
  const divisor = reference.divisor === undefined ? 0 : valueOf(reference.divisor);
  const value = Math.ceil(valueOf(amounts?.[name] ?? '0') / (divisor === 0 ? valueOf('1') : divisor));
  return value === 0 && /^limits\.(cpu|memory)$/.test(reference.resource)
    ? 'node allocatable'
    : String(value);
};

const environmentText = (variable: EnvVar, container: Container, resolve: FieldResolver): string => {
  const { fieldRef, resourceFieldRef, secretKeyRef, configMapKeyRef } = variable.valueFrom!;
  if (fieldRef !== undefined)
    return `${resolve(fieldRef.fieldPath, fieldRef.apiVersion ?? '')} (${fieldRef.apiVersion ?? ''}:${fieldRef.fieldPath})`;
  if (resourceFieldRef !== undefined)
    return `${resourceFieldText(resourceFieldRef, container)} (${resourceFieldRef.resource})`;
  if (secretKeyRef !== undefined) {
    return `<set to the key '${secretKeyRef.key}' in secret '${secretKeyRef.name ?? ''}'>\tOptional: ${secretKeyRef.optional ?? false}`;
  }
  return `<set to the key '${configMapKeyRef?.key ?? ''}' of config map '${configMapKeyRef?.name ?? ''}'>\tOptional: ${configMapKeyRef?.optional ?? false}`;
};

const environmentLines = (writer: DescribeWriter, container: Container, resolve: FieldResolver): void => {
  const variables = container.env ?? [];
  writer.line(2, `Environment:${variables.length === 0 ? '\t<none>' : ''}`);
  for (const variable of variables) {
    if (variable.valueFrom !== undefined) {
      writer.line(3, `${variable.name}:\t${environmentText(variable, container, resolve)}`);
      continue;
    }
    for (const [index, line] of (variable.value ?? '').split('\n').entries()) {
      writer.line(3, index === 0 ? `${variable.name}:\t${line}` : `\t${line}`);
    }
  }
};

const mountLines = (writer: DescribeWriter, container: Container): void => {
  const { volumeMounts = [] } = container;
  writer.line(2, `Mounts:${volumeMounts.length === 0 ? '\t<none>' : ''}`);
  const sorted = [...volumeMounts].sort((a, b) =>
    a.mountPath < b.mountPath ? -1 : a.mountPath > b.mountPath ? 1 : 0,
  );
  for (const { mountPath, name, readOnly, subPath = '' } of sorted) {
    const flags = [
      readOnly === true ? 'ro' : 'rw',
      ...(subPath === '' ? [] : [`path=${JSON.stringify(subPath)}`]),
    ];
    writer.line(3, `${mountPath} from ${name} (${flags.join(',')})`);
  }
  const devices =
    (container as { volumeDevices?: { name: string; devicePath: string }[] }).volumeDevices ?? [];
  if (devices.length === 0) return;
  writer.line(2, `Devices:${volumeMounts.length === 0 ? '\t<none>' : ''}`);
  const byPath = [...devices].sort((a, b) => (a.devicePath < b.devicePath ? -1 : 1));
  for (const { name, devicePath } of byPath) writer.line(3, `${devicePath} from ${name}`);
};

/** @source k8s 1.20 kubectl/pkg/describe/describe.go describeContainers */
export const containerLines = (
  writer: DescribeWriter,
  title: string,
  containers: readonly Container[],
  options: { statuses?: readonly ContainerStatus[]; resolve?: FieldResolver; space?: string } = {},
): void => {
  const { statuses = [], resolve = () => '', space = '' } = options;
  writer.line(0, `${space}${title}:${containers.length === 0 ? ' <none>' : ''}`);
  for (const container of containers) {
    const status = statuses.findLast(({ name }) => name === container.name);
    writer.line(1, `${space === '' ? '' : ' '}${container.name}:`);
    if (status !== undefined) writer.line(2, `Container ID:\t${status.containerID ?? ''}`);
    writer.line(2, `Image:\t${container.image ?? ''}`);
    if (status !== undefined) writer.line(2, `Image ID:\t${status.imageID}`);
    portLines(writer, container);
    wordLines(writer, 'Command', container.command);
    wordLines(writer, 'Args', container.args);
    if (status !== undefined) statusLines(writer, status);
    amountLines(writer, 'Limits', container.resources?.limits);
    amountLines(writer, 'Requests', container.resources?.requests);
    probeLines(writer, container);
    environmentFromLines(writer, container);
    environmentLines(writer, container, resolve);
    mountLines(writer, container);
  }
};
