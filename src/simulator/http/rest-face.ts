/** The REST face of the simulated cluster: a pure function from request to response. */
import { internalError, noSuchPath, notFound, type KubernetesVersion } from '../../kube/index.ts';
import { answerDelete } from './delete-verb.ts';
import { negotiate } from './accept.ts';
import { ChangeLog } from './change-log.ts';
import { allowsMethod, answerDiscovery } from './discovery/index.ts';
import { answerNoPage, answerStatus, answerText, type ApiRequest, type ApiResponse } from './exchange.ts';
import { answerHealth } from './health.ts';
import { ListPages } from './list-pages.ts';
import { answerOpenApi } from './openapi/index.ts';
import { answerProxy } from './proxy.ts';
import { answerGet, noMethod } from './read-verbs.ts';
import { RequestCounts } from './request-counts.ts';
import { parseResourcePath } from './resource-path.ts';
import type { RestHost } from './rest-host.ts';
import { answerReview } from './reviews.ts';
import { buildInfo } from './build-info.ts';
import { customWarningOf, deprecationOf } from './deprecations.ts';
import { readably } from './readable-json.ts';
import { answerPatch, answerPost, answerPut } from './write-verbs.ts';
import { answerJson } from './exchange.ts';
import type { Simulator } from '../simulator.ts';

export type RestFace = (request: ApiRequest) => ApiResponse;

export interface RestFaceOptions {
  /** The time of watches and logs that are followed. Default: the cluster's. */
  after?: RestHost['after'];
  /** Told of what should not have happened, beside the 500 that the client gets: an error of the program's own. */
  onFailure?: (error: unknown, request: ApiRequest) => void;
}

const isHealthPath = /^\/(healthz|livez|readyz)(\/|$)/;

const answerResource = (host: RestHost, request: ApiRequest): ApiResponse => {
  const path = parseResourcePath(request.path);
  if (path === undefined) return answerNoPage();
  const review = answerReview(host, request, path);
  if (review !== undefined) return review;
  const { group, version, resource } = path;
  const found = host.simulator.served.find({ group, version, name: resource });
  if (!found.ok) {
    const isServed = host.simulator.served
      .resources()
      .some((one) => one.group === group && one.version === version);
    return isServed ? answerStatus(noSuchPath()) : answerNoPage();
  }
  const served = found.value;
  if (!served.described.namespaced && path.namespace !== undefined) return answerStatus(noSuchPath());
  if (path.subresource !== undefined && !served.described.subresources.includes(path.subresource))
    return answerStatus(
      served.resource.custom === undefined
        ? noSuchPath()
        : notFound(served.resource.groupResource, path.name ?? ''),
    );
  if (path.subresource === 'proxy') return answerProxy(host, request, path);
  if (!allowsMethod(served.described, path, request.method, host.simulator.version))
    return answerStatus(noMethod());
  // Before anything is written: an answer that the client will not read changes nothing.
  const accepted = negotiate(request.headers['accept'], request.query.get('pretty'));
  if (!accepted.ok && request.method !== 'GET' && request.method !== 'HEAD')
    return answerStatus(accepted.status);
  const answer = (() => {
    switch (request.method) {
      case 'GET':
      case 'HEAD':
        return answerGet(host, request, path, served);
      case 'POST':
        return answerPost(host, request, path, served);
      case 'PUT':
        return answerPut(host, request, path, served);
      case 'PATCH':
        return answerPatch(host, request, path, served);
      case 'DELETE':
        return answerDelete(host, request, path, served);
      default:
        return answerStatus(noMethod());
    }
  })();
  const warning =
    deprecationOf(served, host.simulator.version) ?? customWarningOf(served, host.simulator.version);
  if (warning !== undefined) {
    const others = answer.headers['warning'] ?? [];
    answer.headers['warning'] = [
      `299 - ${JSON.stringify(warning)}`,
      ...(Array.isArray(others) ? others : [others]),
    ];
  }
  return answer;
};

/** Set out in lines, whoever asks. @source k8s 1.20 apiserver/pkg/server/routes/version.go */
const answerVersion = (version: KubernetesVersion): ApiResponse => ({
  ...answerJson(200, {}),
  body: JSON.stringify(buildInfo(version), null, 2),
});

const route = (host: RestHost, request: ApiRequest): ApiResponse => {
  const { path, method } = request;
  const isRead = method === 'GET' || method === 'HEAD';
  if (isHealthPath.test(path))
    return isRead ? answerHealth(request) : answerText(405, 'Method Not Allowed\n');
  if (path === '/version' || path === '/version/')
    return isRead ? answerVersion(host.simulator.version) : answerStatus(noMethod());
  if (path.startsWith('/openapi/')) return answerOpenApi(host, request) ?? answerNoPage();
  if (isRead) {
    const discovered = answerDiscovery(host, request);
    if (discovered !== undefined) return discovered;
  }
  if (path.startsWith('/api/') || path.startsWith('/apis/')) return answerResource(host, request);
  return answerNoPage();
};

/** Answers every request; nothing that a client sends makes it throw. */
export const createRestFace = (simulator: Simulator, options: RestFaceOptions = {}): RestFace => {
  const { world, api } = simulator;
  const logs = new Map<string, ChangeLog>();
  for (const described of simulator.served.resources()) {
    const found = simulator.served.find(described);
    if (!found.ok) continue;
    const { resource } = found.value;
    if (resource.definition.isAggregated !== true && !logs.has(resource.name))
      logs.set(resource.name, new ChangeLog(api, resource));
  }
  api.catalogue.onAdd((resource) => {
    if (!logs.has(resource.name)) logs.set(resource.name, new ChangeLog(api, resource));
  });
  const virtualAfter: RestHost['after'] = (delayMs, run) => {
    const scheduled = world.after(delayMs, run, { idle: true });
    return () => world.cancel(scheduled);
  };
  const host: RestHost = { simulator, pages: new ListPages(), logs, after: options.after ?? virtualAfter };
  const counts = new RequestCounts();
  return (request) => {
    try {
      if (request.path === '/metrics' && request.method === 'GET') return counts.answer(simulator);
      const response = readably(request, route(host, request), simulator.version);
      counts.note(request, response);
      return request.method === 'HEAD' && !('start' in response) ? { ...response, body: '' } : response;
    } catch (error) {
      options.onFailure?.(error, request);
      const message = error instanceof Error ? error.message : String(error);
      return answerStatus(internalError(message));
    }
  };
};
