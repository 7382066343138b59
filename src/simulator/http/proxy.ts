/** The subresource proxy: a request passed on to a pod, a service or a node. */
import type { Answer, Endpoints, Pod, Service } from '../../kube/index.ts';
import { answerStatus, type ApiRequest, type ApiResponse } from './exchange.ts';
import { answerNodeProxy } from './node-proxy.ts';
import type { ResourcePath } from './resource-path.ts';
import type { RestHost } from './rest-host.ts';
import { serviceUnavailable, unreachable } from './unreachable.ts';

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

/** @source k8s 1.20 pkg/registry/core/service/storage/rest.go ResourceLocation */
const serviceAddress = (
  { spec, metadata }: Service,
  { port }: Place,
  endpoints: Answer<Endpoints>,
): Answer<string> => {
  const ports = spec.ports ?? [];
  const isNumber = /^\d+$/.test(port);
  const found = isNumber
    ? ports.find((one) => String(one.port) === port)
    : ports.find((one) => (one.name ?? '') === port);
  const refuse = (why: string): Answer<never> => ({ ok: false, status: serviceUnavailable(why) });
  const name = JSON.stringify(metadata.name);
  if (isNumber && found === undefined) return refuse(`no service port ${port} found for service ${name}`);
  const ready = (endpoints.ok ? (endpoints.value.subsets ?? []) : []).find(
    (subset) =>
      (subset.addresses?.length ?? 0) > 0 &&
      subset.ports?.some((one) => (one.name ?? '') === (found?.name ?? '')) === true,
  );
  if (found === undefined || ready === undefined) return refuse(`no endpoints available for service ${name}`);
  const isHeadless = (spec.clusterIP ?? 'None') === 'None';
  if (!isHeadless) return { ok: true, value: `${spec.clusterIP}:${found.port}` };
  const own = ready.ports?.find((one) => (one.name ?? '') === (found.name ?? ''));
  return { ok: true, value: `${ready.addresses?.[0]?.ip ?? ''}:${own?.port ?? found.port}` };
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
  return serviceAddress(service, place, api.get('endpoints', path.namespace, place.name));
};

/** @source k8s 1.20 apimachinery/pkg/util/proxy/upgradeaware.go; an answer that does not come is a 503 */
export const answerProxy = (host: RestHost, request: ApiRequest, path: ResourcePath): ApiResponse => {
  const place = placeOf(path.name ?? '');
  if (path.resource === 'nodes') return answerNodeProxy(host, request, path, place.name);
  const address = addressOf(host, path, place);
  if (!address.ok) return answerStatus(address.status);
  const query = request.query.size === 0 ? '' : `?${request.query.toString()}`;
  const answer = host.simulator.site.request({
    method: request.method,
    url: `${place.scheme}://${address.value}/${path.rest}${query}`,
    ...(request.body.length === 0 ? {} : { body: new TextDecoder().decode(request.body) }),
  });
  if ('error' in answer) {
    return answerStatus(unreachable(address.value, answer.message));
  }
  return { status: answer.status, headers: answer.headers, body: answer.body };
};
