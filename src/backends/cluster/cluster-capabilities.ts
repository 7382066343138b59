/** What a real cluster can do besides its API: exec, HTTP requests through the API server's proxy or a node's port, load. */
import { PassThrough } from 'node:stream';
import type { KubeApi, Node, Pod, Service } from '../../kube/index.ts';
import { ApiError, internalError } from '../../kube/index.ts';
import type {
  Capabilities,
  CapabilityName,
  ExecResult,
  HttpAnswer,
  HttpFailure,
  HttpRequest,
  LoadResult,
  LoadSpec,
} from '../backend.ts';
import { endlessCommand } from '../endless-command.ts';
import { AnsweringPods } from './answering-pod.ts';
import type { LabNames } from './lab-names.ts';
import type { ApiAddress } from './open-kubeconfig.ts';

export interface CapabilityOptions {
  address: ApiAddress;
  /** As the scenario sees it. */
  api: KubeApi;
  names: LabNames;
  /** Address of a lab's node → that of the real one. */
  nodeAddresses: ReadonlyMap<string, string>;
  nodes: readonly Node[];
  allowsDisruption: boolean;
  /** The cluster's clock. */
  now(): number;
}

const collect = (stream: PassThrough): (() => string) => {
  const pieces: Buffer[] = [];
  stream.on('data', (piece: Buffer) => pieces.push(piece));
  return () => Buffer.concat(pieces).toString('utf8');
};

/**
 * Before 1.30 a WebSocket cannot say that what is typed has ended: the command is given only so much. Who has typed "kill 1" is
 * still there when the container ends: a second later.
 */
const fedWith = (command: readonly string[], stdin: string): string[] => [
  'sh',
  '-c',
  `{ head -c ${Buffer.byteLength(stdin)}; sleep 1; } | "$0" "$@"`,
  ...command,
];

/** Of the protocols that client-node offers, the one in which an input can end; since 1.30. */
const endingProtocol = 'v5.channel.k8s.io';

/** As kubectl does with an input that is no terminal, a text is typed into no terminal. */
const execIn =
  ({ address, names, now }: CapabilityOptions): NonNullable<Capabilities['exec']> =>
  async (target, command, { stdin, tty, deadlineMs } = {}) => {
    const { Exec } = await import('@kubernetes/client-node');
    const [out, err] = [new PassThrough(), new PassThrough()];
    const [stdout, stderr] = [collect(out), collect(err)];
    const input = stdin === undefined ? null : new PassThrough();
    const failed = (message: string): ApiError => new ApiError(internalError(names.text(message)));
    return new Promise<ExecResult>((resolve, reject) => {
      new Exec(address.kubeConfig)
        .exec(
          names.realNamespace(target.namespace),
          target.pod,
          target.container ?? '',
          stdin === undefined ? [...command] : fedWith(command, stdin),
          out,
          err,
          input,
          tty === true && stdin === undefined,
          (status) => {
            const causes = status.details?.causes ?? [];
            const code = causes.find(({ reason }) => reason === 'ExitCode')?.message;
            if (status.status === 'Success' || code !== undefined)
              resolve({ exitCode: Number(code ?? 0), stdout: stdout(), stderr: stderr() });
            else reject(failed(status.message ?? 'exec failed'));
          },
        )
        .then((socket) => {
          const limit =
            deadlineMs === undefined
              ? undefined
              : setTimeout(
                  () => {
                    reject(endlessCommand(command));
                    socket.close();
                  },
                  Math.max(0, deadlineMs - now()),
                );
          // What is answered first counts: a status comes before the end.
          socket.addEventListener('close', () => {
            clearTimeout(limit);
            reject(failed('the connection ended before the command'));
          });
          if (socket.protocol === endingProtocol) input?.end(stdin);
          else input?.write(stdin);
        })
        .catch((error: unknown) =>
          reject(failed(error instanceof Error ? error.message : 'the connection for exec failed')),
        );
    });
  };

interface Route {
  url: string;
  pod?: string;
  /** It goes to this port of a node. */
  nodePort?: number;
  isProxy: boolean;
}

const pods = { group: '', version: 'v1', name: 'pods' };
const services = { group: '', version: 'v1', name: 'services' };

/** Pods and services are reached through the API server, nodes' ports from here. */
const routeTo = async (
  url: URL,
  { api, names, nodeAddresses, address }: CapabilityOptions,
): Promise<Route> => {
  const host = url.hostname;
  const port = url.port === '' ? (url.protocol === 'https:' ? '443' : '80') : url.port;
  const rest = url.pathname + url.search;
  const proxy = (kind: string, namespace: string, name: string, at: string): string =>
    `${address.server}/api/v1/namespaces/${names.realNamespace(namespace)}/${kind}/${name}:${at}/proxy${rest}`;
  const node = nodeAddresses.get(host);
  if (node !== undefined)
    return { url: `${url.protocol}//${node}:${port}${rest}`, nodePort: Number(port), isProxy: false };
  const pod = ((await api.list(pods)).items as unknown as Pod[]).find(({ status }) => status?.podIP === host);
  if (pod !== undefined) {
    const { namespace = 'default', name } = pod.metadata;
    return { url: proxy('pods', namespace, name, port), pod: `${namespace}/${name}`, isProxy: true };
  }
  const service = ((await api.list(services)).items as unknown as Service[]).find(
    ({ spec, status, metadata }) =>
      spec?.clusterIP === host ||
      status?.loadBalancer?.ingress?.some(({ ip }) => ip === host) === true ||
      host === `${metadata.name}.${metadata.namespace ?? 'default'}.svc.cluster.local`,
  );
  return service === undefined
    ? { url: url.href, isProxy: false }
    : {
        url: proxy('services', service.metadata.namespace ?? 'default', service.metadata.name, port),
        isProxy: true,
      };
};

const failureOf = (error: unknown): HttpFailure => {
  const { cause, name, message } = error as Error & { cause?: NodeJS.ErrnoException };
  const code = cause?.code;
  if (name === 'TimeoutError') return { error: 'timeout', message: 'no answer in time' };
  if (code === 'ECONNREFUSED') return { error: 'refused', message: cause?.message ?? message };
  if (code === 'ECONNRESET') return { error: 'reset', message: cause?.message ?? message };
  if (code === 'ENOTFOUND') return { error: 'unresolved', message: cause?.message ?? message };
  return { error: 'unreachable', message: cause?.message ?? message };
};

const requestFrom = (options: CapabilityOptions): NonNullable<Capabilities['request']> => {
  const answering = new AnsweringPods(options.api);
  return async ({ url, method = 'GET', headers = {}, body, timeoutMs = 5_000 }: HttpRequest) => {
    const { fetchThrough } = await import('./fetch-through.ts');
    try {
      const route = await routeTo(new URL(url), options);
      const answer = await fetchThrough(route.isProxy ? options.address : undefined, {
        url: route.url,
        method,
        headers,
        body,
        timeoutMs,
      });
      // What the API server says when it cannot reach the pod.
      if (route.isProxy && answer.status === 503 && answer.body.includes('"kind":"Status"'))
        return { error: 'refused', message: (JSON.parse(answer.body) as { message: string }).message };
      const pod = route.nodePort === undefined ? route.pod : await answering.of(route.nodePort, answer.body);
      return pod === undefined ? answer : { ...answer, pod };
    } catch (error) {
      return failureOf(error);
    }
  };
};

const loadWith =
  (request: NonNullable<Capabilities['request']>): NonNullable<Capabilities['load']> =>
  async ({ request: what, requestsPerSecond, durationMs }: LoadSpec) => {
    const result: LoadResult = { sent: 0, succeeded: 0, failed: 0, byPod: {} };
    const judge = (answer: HttpAnswer | HttpFailure): void => {
      if ('error' in answer || answer.status >= 400) result.failed++;
      else {
        result.succeeded++;
        if (answer.pod !== undefined) result.byPod[answer.pod] = (result.byPod[answer.pod] ?? 0) + 1;
      }
    };
    const startMs = performance.now();
    const timer = setInterval(
      () => {
        const elapsedMs = performance.now() - startMs;
        if (durationMs !== undefined && elapsedMs >= durationMs) clearInterval(timer);
        const due = Math.floor((Math.min(elapsedMs, durationMs ?? Infinity) / 1000) * requestsPerSecond);
        for (; result.sent < due; result.sent++) void request(what).then(judge);
      },
      Math.max(10, 1000 / requestsPerSecond),
    );
    return {
      result: () => ({ ...result, byPod: { ...result.byPod } }),
      stop: () => {
        clearInterval(timer);
        return { ...result, byPod: { ...result.byPod } };
      },
    };
  };

/** Hollow kubelets run no containers. */
const runsNothing = (nodes: readonly Node[]): boolean =>
  nodes.length > 0 &&
  nodes.every(
    ({ status }) => status?.nodeInfo?.containerRuntimeVersion?.startsWith('fakeRuntime://') === true,
  );

export interface ClusterCapabilities {
  can: Capabilities;
  missing(capability: CapabilityName): string;
}

export const clusterCapabilities = (options: CapabilityOptions): ClusterCapabilities => {
  const isHollow = runsNothing(options.nodes);
  const request = requestFrom(options);
  return {
    can: {
      ...(isHollow ? {} : { exec: execIn(options), request, load: loadWith(request) }),
      ...(options.allowsDisruption ? { disruption: true } : {}),
    },
    missing(capability) {
      switch (capability) {
        case 'exec':
        case 'request':
        case 'load':
          return 'the nodes of this cluster run no containers: their container runtime is a fake one';
        case 'disruption':
          return 'the step touches nodes of a real cluster, which is allowed only with --allow-disruption';
        case 'fault':
          return 'on a real cluster labproof breaks nothing: faults are for the simulator';
        case 'addNode':
        case 'removeNode':
          return 'on a real cluster labproof adds and removes no machines';
      }
    },
  };
};
