/** GET /metrics: how many requests of which sort were answered how, and what is stored. A small part of upstream's. */
import { isAtLeast } from '../../kube/index.ts';
import { answerText, isStream, type ApiRequest, type ApiResponse, type WholeResponse } from './exchange.ts';
import { parseResourcePath } from './resource-path.ts';
import type { Simulator } from '../simulator.ts';

const verbs: Readonly<Record<string, string>> = {
  GET: 'GET',
  HEAD: 'GET',
  POST: 'POST',
  PUT: 'PUT',
  PATCH: 'PATCH',
  DELETE: 'DELETE',
};

/** @source k8s 1.20 apiserver/pkg/endpoints/metrics/metrics.go canonicalVerb */
const verbOf = ({ method, query }: ApiRequest, hasName: boolean, isWatch: boolean): string => {
  const isRead = method === 'GET' || method === 'HEAD';
  if (isRead && (isWatch || (query.get('watch') ?? 'false') !== 'false')) return 'WATCH';
  if (isRead && !hasName) return 'LIST';
  return verbs[method] ?? 'OTHER';
};

const labelText = (labels: Readonly<Record<string, string>>): string =>
  Object.keys(labels)
    .sort()
    .map((name) => `${name}=${JSON.stringify(labels[name])}`)
    .join(',');

const family = (name: string, type: string, help: string, lines: readonly string[]): string =>
  `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${lines.map((line) => `${name}${line}\n`).join('')}`;

/** Sorts of requests that are told apart. */
const capacity = 5000;

export class RequestCounts {
  readonly #counts = new Map<string, number>();

  /** Counts a request to a resource. */
  note(request: ApiRequest, response: ApiResponse): void {
    const path = parseResourcePath(request.path);
    if (path === undefined) return;
    const scope =
      path.name !== undefined ? 'resource' : path.namespace !== undefined ? 'namespace' : 'cluster';
    const labels = labelText({
      code: String(response.status),
      component: 'apiserver',
      dry_run: request.query.getAll('dryRun').join(),
      group: path.group,
      resource: path.resource,
      scope,
      subresource: path.subresource ?? '',
      verb: verbOf(request, path.name !== undefined, path.isWatch || isStream(response)),
      version: path.version,
    });
    // Whoever asks for what there is not is not counted for ever.
    if (!this.#counts.has(labels) && this.#counts.size >= capacity) return;
    this.#counts.set(labels, (this.#counts.get(labels) ?? 0) + 1);
  }

  answer({ served, api, version }: Simulator): WholeResponse {
    const requests = [...this.#counts].sort().map(([labels, count]) => `{${labels}} ${count}`);
    const objects = new Map<string, number>();
    for (const described of served.resources()) {
      const found = served.find(described);
      if (!found.ok || !described.verbs.includes('watch')) continue;
      const { name, definition } = found.value.resource;
      if (definition.isAggregated === true || objects.has(name)) continue;
      const listed = api.list(name);
      objects.set(name, listed.ok ? listed.value.items.length : 0);
    }
    const stored = [...objects].sort().map(([name, count]) => `{${labelText({ resource: name })}} ${count}`);
    const { major, minor, gitVersion } = version;
    const build = labelText({ git_version: gitVersion, major: String(major), minor: String(minor) });
    const isRenamed = isAtLeast(version, 22);
    const text = [
      family(
        'apiserver_request_total',
        'counter',
        '[STABLE] Counter of apiserver requests broken out for each verb, dry run value, group, version, resource, scope, component, and HTTP response code.',
        requests,
      ),
      family(
        isRenamed ? 'apiserver_storage_objects' : 'etcd_object_counts',
        'gauge',
        `[${isRenamed ? 'STABLE' : 'ALPHA'}] Number of stored objects at the time of last check split by kind.`,
        stored,
      ),
      family(
        'kubernetes_build_info',
        'gauge',
        "[ALPHA] A metric with a constant '1' value labeled by major, minor, git version, git commit, git tree state, build date, Go version, and compiler from which Kubernetes was built, and platform on which it is running.",
        [`{${build}} 1`],
      ),
    ].join('');
    const response = answerText(200, text);
    response.headers['content-type'] = 'text/plain; version=0.0.4; charset=utf-8';
    return response;
  }
}
