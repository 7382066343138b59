/** Requests to the API, made by chance: most of them nearly right, for those go deepest. */
import { Random } from '../../../../src/core/index.ts';
import type { ApiResource, KubeObject } from '../../../../src/kube/index.ts';
import type { ApiRequest, Simulator } from '../../../../src/simulator/index.ts';
import { garbled, isLikely, mutated, oddValue, pick } from './mutate.ts';
import { patchOf } from './patch-grammar.ts';
import { queryOf } from './query-grammar.ts';
import { templates } from './templates.ts';

const objectTypes = [
  'application/json',
  'application/json',
  'application/yaml',
  'application/vnd.kubernetes.protobuf',
];
const accepts = [
  '*/*',
  'application/json',
  'application/yaml',
  'application/vnd.kubernetes.protobuf',
  'application/vnd.kubernetes.protobuf,application/json',
  'application/json;as=Table;v=v1;g=meta.k8s.io',
  'application/json;as=Table;v=v1beta1;g=meta.k8s.io,application/json',
  'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1',
  'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1',
  'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList',
  'application/json;stream=watch',
  'application/com.github.proto-openapi.spec.v2@v1.0+protobuf',
  'application/cbor',
  'text/html',
  ';;,=',
  'q=;q',
  '*',
];
const plainPaths = [
  '/',
  '/api',
  '/apis',
  '/api/v1',
  '/apis/apps',
  '/apis/apps/v1',
  '/version',
  '/healthz',
  '/readyz?verbose',
  '/livez/etcd',
  '/openapi/v2',
  '/openapi/v3',
  '/openapi/v3/apis/apps/v1',
  '/metrics',
  '/logs',
  '/.well-known/openid-configuration',
  '/apis//v1/pods',
  '/api/v1/',
  '//api/v1/pods',
  '/api/v1/namespaces/%zz/pods',
  '/api/v1/namespaces/default/pods/%00',
  '/api/v1/namespaces/../pods',
  '/api/v1/namespaces/default/pods/a/b/c/d/e/f',
];
const namespaces = ['default', 'default', 'default', 'kube-system', 'fuzz', 'nothing'];
const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

export class RequestGrammar {
  readonly #random: Random;
  readonly #simulator: Simulator;
  readonly #resources: readonly ApiResource[];

  constructor(simulator: Simulator, seed: number) {
    this.#simulator = simulator;
    this.#random = new Random(seed, 'fuzz');
    this.#resources = simulator.served.resources();
  }

  next(): ApiRequest {
    const random = this.#random;
    if (isLikely(random, 0.03)) return this.#request('GET', pick(random, plainPaths), {}, new Uint8Array());
    const resource = isLikely(random, 0.5) ? this.#common() : pick(random, this.#resources);
    const at = random.float();
    const method = methods[at < 0.25 ? 0 : at < 0.47 ? 1 : at < 0.65 ? 2 : at < 0.9 ? 3 : 4]!;
    const existing = this.#existing(resource);
    const target = this.#target(resource, method, existing);
    const { type, body } = this.#content(resource, method, target, existing);
    const odd = isLikely(random, 0.01)
      ? pick(random, ['HEAD', 'OPTIONS', 'TRACE', 'BREW', 'get', ''])
      : method;
    return this.#request(odd, target + queryOf(random, method), this.#headers(type), body);
  }

  #request(method: string, target: string, headers: ApiRequest['headers'], body: Uint8Array): ApiRequest {
    const at = target.indexOf('?');
    return {
      method,
      path: at < 0 ? target : target.slice(0, at),
      query: new URLSearchParams(at < 0 ? '' : target.slice(at + 1)),
      headers,
      body,
    };
  }

  /** Those with the most behaviour. */
  #common(): ApiResource {
    const name = pick(this.#random, Object.keys(templates));
    return (
      this.#resources.find((one) => `${one.group}/${one.name}` === name) ??
      pick(this.#random, this.#resources)
    );
  }

  /** An object of the cluster as a client reads it, where there is one. */
  #existing({ group, version, name }: ApiResource): KubeObject | undefined {
    const found = this.#simulator.served.find({ group, version, name });
    if (!found.ok) return undefined;
    const { resource } = found.value;
    if (resource.definition.isAggregated === true) return undefined;
    const listed = this.#simulator.api.list(resource.name);
    if (!listed.ok || listed.value.items.length === 0) return undefined;
    return found.value.present(pick(this.#random, listed.value.items));
  }

  #target(resource: ApiResource, method: string, existing: KubeObject | undefined): string {
    const random = this.#random;
    const { group, version, name, namespaced, subresources } = resource;
    const parts = group === '' ? ['api', version] : ['apis', group, version];
    if (isLikely(random, 0.01)) parts.push('watch');
    const isOfOne =
      method === 'POST'
        ? isLikely(random, 0.08)
        : !(method === 'GET' && isLikely(random, 0.4)) && !(method === 'DELETE' && isLikely(random, 0.05));
    const isKnown = existing !== undefined && isLikely(random, 0.9);
    if (namespaced && (isOfOne || method === 'POST' || isLikely(random, 0.7)))
      parts.push(
        'namespaces',
        isKnown && isOfOne ? (existing.metadata.namespace ?? '') : pick(random, namespaces),
      );
    parts.push(name);
    if (isOfOne)
      parts.push(isKnown ? existing.metadata.name : pick(random, ['nothing', 'a', 'web-0', 'Bad_Name']));
    if (isOfOne && subresources.length > 0 && (method === 'POST' || isLikely(random, 0.25)))
      parts.push(pick(random, subresources));
    if (isLikely(random, 0.01))
      parts.splice(random.below(parts.length), 1, pick(random, ['', '..', '%2e%2e', 'x', '%00', 'status']));
    if (isLikely(random, 0.005)) parts.push('');
    return `/${parts.map((part) => (part.includes('%') ? part : encodeURIComponent(part))).join('/')}`;
  }

  #content(
    resource: ApiResource,
    method: string,
    target: string,
    existing: KubeObject | undefined,
  ): { type: string; body: Uint8Array } {
    const random = this.#random;
    if (method === 'GET') return { type: '', body: new Uint8Array() };
    if (method === 'DELETE') {
      const options = {
        kind: 'DeleteOptions',
        apiVersion: 'v1',
        propagationPolicy: pick(random, ['Background', 'Foreground', 'Orphan']),
        gracePeriodSeconds: pick(random, [0, 30, null]),
      };
      return isLikely(random, 0.5)
        ? { type: '', body: new Uint8Array() }
        : {
            type: 'application/json',
            body: bytes(JSON.stringify(isLikely(random, 0.5) ? options : mutated(random, options))),
          };
    }
    if (method === 'PATCH') return patchOf(random, resource, existing);
    const template = templates[`${resource.group}/${resource.name}`];
    const base: unknown = method === 'PUT' || template === undefined ? existing : template;
    const named = base ?? {
      apiVersion: resource.group === '' ? resource.version : `${resource.group}/${resource.version}`,
      kind: resource.kind,
      metadata: { name: 'a' },
    };
    const object = structuredClone(named) as KubeObject;
    if (method === 'POST') {
      object.metadata = {
        ...object.metadata,
        name: `${pick(random, ['a', 'b', 'c', 'web'])}-${random.below(6)}`,
      };
      delete object.metadata.resourceVersion;
      delete object.metadata.uid;
      if (target.includes('/namespaces/')) delete object.metadata.namespace;
    }
    const value = isLikely(random, 0.25) ? object : mutated(random, object);
    const text = JSON.stringify(value);
    const type = isLikely(random, 0.9) ? 'application/json' : pick(random, objectTypes);
    if (type.endsWith('protobuf')) return { type, body: this.#protobuf(text) };
    if (isLikely(random, 0.05)) return { type, body: garbled(random, text) };
    if (isLikely(random, 0.01)) return { type, body: bytes(JSON.stringify(oddValue(random))) };
    return { type, body: bytes(text) };
  }

  /** The envelope of protobuf around noise. */
  #protobuf(text: string): Uint8Array {
    const head = [
      0x6b, 0x38, 0x73, 0x00, 0x0a, 0x09, 0x0a, 0x02, 0x76, 0x31, 0x12, 0x03, 0x50, 0x6f, 0x64, 0x12,
    ];
    const noise = Array.from({ length: this.#random.below(64) }, () => this.#random.below(256));
    const whole = [...head, noise.length, ...noise];
    return isLikely(this.#random, 0.2)
      ? garbled(this.#random, text)
      : Uint8Array.from(
          whole.slice(0, isLikely(this.#random, 0.3) ? this.#random.below(whole.length) : undefined),
        );
  }

  #headers(type: string): Record<string, string> {
    const random = this.#random;
    const headers: Record<string, string> = {};
    const isOdd = isLikely(random, 0.02);
    const sent = isOdd
      ? pick(random, [
          'text/plain',
          ';',
          'application/json; charset=\u0000',
          'application/x',
          'multipart/form-data',
        ])
      : type;
    if (sent !== '') headers['content-type'] = sent;
    if (isLikely(random, 0.2)) headers['accept'] = pick(random, accepts);
    if (isLikely(random, 0.5))
      headers['user-agent'] = pick(random, ['kubectl/v1.20.2', '', '/', 'x'.repeat(300), 'ü']);
    if (isLikely(random, 0.01))
      headers['impersonate-user'] = pick(random, ['jane', '', 'system:serviceaccount:default:x']);
    if (isLikely(random, 0.01)) headers['if-none-match'] = '*';
    return headers;
  }
}
