/** nodes/proxy: what a kubelet answers to those who ask it through the API server. */
import { notFound, type Pod } from '../../kube/index.ts';
import {
  answerJson,
  answerNoPage,
  answerStatus,
  answerText,
  type ApiRequest,
  type ApiResponse,
} from './exchange.ts';
import { podStats } from './node-stats.ts';
import type { ResourcePath } from './resource-path.ts';
import type { RestHost } from './rest-host.ts';
import { unreachable } from './unreachable.ts';

const withoutKind = (pod: Pod): unknown => ({ ...pod, kind: undefined, apiVersion: undefined });

const answerKubelet = (
  { simulator }: RestHost,
  node: string,
  rest: string,
  { query }: ApiRequest,
): ApiResponse => {
  const pods = (): readonly Pod[] => {
    const listed = simulator.api.list('pods', { fieldSelector: `spec.nodeName=${node}` });
    return listed.ok ? listed.value.items : [];
  };
  const [page = '', ...more] = rest.replace(/\/$/, '').split('/');
  switch (page) {
    case 'healthz':
      return answerText(200, 'ok');
    case 'pods':
    case 'runningpods':
      return answerJson(200, {
        kind: 'PodList',
        apiVersion: 'v1',
        metadata: {},
        items: pods().map(withoutKind),
      });
    case 'stats':
      return more.join('/') === 'summary'
        ? answerJson(200, podStats(simulator, node, pods()))
        : answerNoPage();
    case 'metrics': {
      const running = pods().filter(({ status }) => status?.phase === 'Running').length;
      const help =
        '# HELP kubelet_running_pods [ALPHA] Number of pods currently running\n# TYPE kubelet_running_pods gauge\n';
      return more.length === 0 ? answerText(200, `${help}kubelet_running_pods ${running}\n`) : answerNoPage();
    }
    case 'containerLogs': {
      const [namespace = '', pod = '', container = ''] = more;
      const tail = Number(query.get('tailLines') ?? '');
      const answer = simulator.site.log(namespace, pod, {
        container,
        ...(query.get('tailLines') === null ? {} : { tailLines: tail }),
      });
      return answer.ok ? answerText(200, answer.value) : answerText(404, `${answer.status.message ?? ''}\n`);
    }
    default:
      return answerNoPage();
  }
};

/** @source k8s 1.20 pkg/registry/core/node/rest/proxy.go, pkg/kubelet/server/server.go */
export const answerNodeProxy = (
  host: RestHost,
  request: ApiRequest,
  path: ResourcePath,
  name: string,
): ApiResponse => {
  const machine = host.simulator.site.machines.byName.get(name);
  const node = host.simulator.api.get('nodes', undefined, name);
  if (!node.ok || machine === undefined)
    return answerStatus(notFound({ group: '', resource: 'nodes' }, name));
  if (!machine.isReachable || !machine.kubelet.isRunning) {
    const why = machine.isReachable ? 'connection refused' : 'no route to host';
    return answerStatus(unreachable(`${machine.node.address}:10250`, `connect: ${why}`));
  }
  return answerKubelet(host, name, path.rest, request);
};
