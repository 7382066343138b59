/** The subresource proxy: a request passed on to a pod, a service or a node. */
import { notFound, type Pod, type Service } from '../../kube/index.ts';
import { answerStatus, type ApiRequest, type ApiResponse } from './exchange.ts';
import type { ResourcePath } from './resource-path.ts';
import type { RestHost } from './rest-host.ts';

interface Place {
  scheme: string;
  name: string;
  port: string;
}

/** "[scheme:]name[:port]". @source k8s 1.20 apimachinery/pkg/util/net/port_split.go SplitSchemeNamePort */
const placeOf = (text: string): Place => {
  const parts = text.split(':');
  if (parts.length === 1) return { scheme: 'http', name: text, port: '' };
  if (parts.length === 2) return { scheme: 'http', name: parts[0]!, port: parts[1]! };
  return { scheme: parts[0] === 'https' ? 'https' : 'http', name: parts[1]!, port: parts[2]! };
};

const addressOf = ({ simulator }: RestHost, path: ResourcePath, place: Place) => {
  const { api } = simulator;
  if (path.resource === 'pods') {
    const answer = api.get('pods', path.namespace, place.name);
    if (!answer.ok) return answer;
    const pod: Pod = answer.value;
    const port = place.port === '' ? (pod.spec.containers[0]?.ports?.[0]?.containerPort ?? 80) : place.port;
    return { ok: true, value: `${pod.status?.podIP ?? ''}:${port}` } as const;
  }
  const answer = api.get('services', path.namespace, place.name);
  if (!answer.ok) return answer;
  const service: Service = answer.value;
  const ports = service.spec.ports ?? [];
  const port =
    ports.find((one) => one.name === place.port || String(one.port) === place.port) ??
    (place.port === '' && ports.length === 1 ? ports[0] : undefined);
  return port === undefined
    ? ({ ok: false, status: notFound({ group: '', resource: 'services' }, place.name) } as const)
    : ({ ok: true, value: `${service.spec.clusterIP ?? ''}:${port.port}` } as const);
};

/** @source k8s 1.20 apimachinery/pkg/util/proxy/upgradeaware.go; an answer that does not come is a 503 */
export const answerProxy = (host: RestHost, request: ApiRequest, path: ResourcePath): ApiResponse => {
  const place = placeOf(path.name ?? '');
  const address = addressOf(host, path, place);
  if (!address.ok) return answerStatus(address.status);
  const query = request.query.size === 0 ? '' : `?${request.query.toString()}`;
  const answer = host.simulator.site.request({
    method: request.method,
    url: `${place.scheme}://${address.value}/${path.rest}${query}`,
    ...(request.body.length === 0 ? {} : { body: new TextDecoder().decode(request.body) }),
  });
  if ('error' in answer) {
    return answerStatus({
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message: `error trying to reach service: dial tcp ${address.value}: ${answer.message}`,
      reason: 'ServiceUnavailable',
      code: 503,
    });
  }
  return { status: answer.status, headers: answer.headers, body: answer.body };
};
