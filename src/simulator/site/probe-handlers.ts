/** Tries the handlers of probes and lifecycle hooks against containers: commands, HTTP, TCP. */
import type { IntOrString, ProbeHandler } from '../../kube/index.ts';
import { isAtLeast } from '../../kube/index.ts';
import type { RuntimeContainer } from '../kubelet/container.ts';
import type { ProbeOutcome, TryHandler } from '../kubelet/prober.ts';
import type { ContainerSurroundings } from '../shell/index.ts';
import { execIn } from '../shell/index.ts';

const portNumber = (container: RuntimeContainer, port: IntOrString): number =>
  typeof port === 'number'
    ? port
    : (container.spec.ports?.find(({ name }) => name === port)?.containerPort ?? Number(port));

const dialErrors = {
  refused: 'connect: connection refused',
  unreachable: 'connect: no route to host',
  unresolved: 'no such host',
  reset: 'EOF',
  timeout: 'i/o timeout',
};

/** @source k8s 1.20 pkg/probe/http/http.go DoHTTPProbe */
const tryHttp = (
  { world, network }: ContainerSurroundings,
  container: RuntimeContainer,
  { path = '/', port, host, scheme = 'HTTP', httpHeaders = [] }: NonNullable<ProbeHandler['httpGet']>,
): ProbeOutcome => {
  const authority = `${host ?? container.sandbox.address}:${portNumber(container, port)}`;
  const url = `${scheme.toLowerCase()}://${authority}${path.startsWith('/') ? path : `/${path}`}`;
  const headers = Object.fromEntries([
    ['User-Agent', `kube-probe/${world.version.major}.${world.version.minor}`],
    ...httpHeaders.map(({ name, value }) => [name, value]),
  ]);
  const result = network.request({ url, headers });
  // Go quotes the URL in its errors since 1.14, which Kubernetes is built with since 1.19.
  const quoted = isAtLeast(world.version, 19) ? `"${url}"` : url;
  if ('error' in result)
    return { isSuccess: false, message: `Get ${quoted}: dial tcp ${authority}: ${dialErrors[result.error]}` };
  const isSuccess = result.status >= 200 && result.status < 400;
  return { isSuccess, message: `HTTP probe failed with statuscode: ${result.status}` };
};

const tryTcp = (
  { network }: ContainerSurroundings,
  container: RuntimeContainer,
  { port, host }: NonNullable<ProbeHandler['tcpSocket']>,
): ProbeOutcome => {
  const authority = `${host ?? container.sandbox.address}:${portNumber(container, port)}`;
  const route = network.route(`http://${authority}/`);
  if (!('failure' in route)) return { isSuccess: true, message: '' };
  return { isSuccess: false, message: `dial tcp ${authority}: ${dialErrors[route.failure.error]}` };
};

export const createTryHandler =
  (surroundingsOf: (container: RuntimeContainer) => ContainerSurroundings | undefined): TryHandler =>
  (container, handler, timeoutMs, onEnd) => {
    const surroundings = surroundingsOf(container);
    if (surroundings === undefined) onEnd({ isSuccess: false, message: 'the machine is gone' });
    else if (handler.httpGet !== undefined) onEnd(tryHttp(surroundings, container, handler.httpGet));
    else if (handler.tcpSocket !== undefined) onEnd(tryTcp(surroundings, container, handler.tcpSocket));
    else {
      const { world } = surroundings;
      let isOver = false;
      const timeout = world.after(timeoutMs, () => {
        isOver = true;
        onEnd({
          isSuccess: false,
          message: `command "${(handler.exec?.command ?? []).join(' ')}" timed out`,
        });
      });
      execIn(surroundings, container, handler.exec?.command ?? [], {}, ({ exitCode, stdout, stderr }) => {
        if (isOver) return;
        world.cancel(timeout);
        onEnd({ isSuccess: exitCode === 0, message: stdout + stderr });
      });
    }
  };
