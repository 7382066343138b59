/** /openapi/v2 and /openapi/v3: what the API's objects look like. */
import { isAtLeast, type ApiResource } from '../../../kube/index.ts';
import { answerJson, answerStatus, type ApiRequest, type ApiResponse } from '../exchange.ts';
import { notAcceptable } from '../accept.ts';
import type { RestHost } from '../rest-host.ts';
import { documentV2 } from './document-v2.ts';
import { documentKey, documentV3 } from './document-v3.ts';
import { protobufV2 } from './protobuf.ts';

export { Schemas, type Schema } from './schema.ts';

/** Older clients write "@", which is no letter of a media type; the answer is named as newer ones do. */
const askedProtobuf = /application\/com\.github\.proto-openapi\.spec\.v2[@.]v1\.0\+protobuf/;

const protobufType = 'application/com.github.proto-openapi.spec.v2.v1.0+protobuf';

/** Documents that were asked for, by cluster; made anew when other resources are served. */
const made = new WeakMap<RestHost, Map<string, ApiResponse>>();

const kept = (host: RestHost, key: string, make: () => ApiResponse): ApiResponse => {
  let documents = made.get(host);
  if (documents === undefined) made.set(host, (documents = new Map<string, ApiResponse>()));
  let document = documents.get(key);
  if (document === undefined) documents.set(key, (document = make()));
  return { ...document, headers: { ...document.headers } };
};

const answerV2 = (
  host: RestHost,
  { headers }: ApiRequest,
  resources: readonly ApiResource[],
): ApiResponse => {
  const { version } = host.simulator;
  const accept = headers['accept'] ?? '';
  if (askedProtobuf.test(accept)) {
    return kept(host, `v2 protobuf ${resources.length}`, () => ({
      status: 200,
      headers: { 'content-type': protobufType, vary: 'Accept' },
      body: protobufV2(documentV2(resources, version)),
    }));
  }
  if (!/^$|json|\*\/\*/.test(accept)) return answerStatus(notAcceptable('application/json'));
  return kept(host, `v2 json ${resources.length}`, () => answerJson(200, documentV2(resources, version)));
};

/** Undefined when the path is none of a document. */
export const answerOpenApi = (host: RestHost, request: ApiRequest): ApiResponse | undefined => {
  const { version, served } = host.simulator;
  const resources = served.resources();
  const path = request.path.replace(/\/$/, '');
  if (path === '/openapi/v2') return answerV2(host, request, resources);
  if (!isAtLeast(version, 24) || !path.startsWith('/openapi/v3')) return undefined;
  if (path === '/openapi/v3') {
    const entries = [...new Set(resources.map(documentKey))].map((key) => [
      key,
      { serverRelativeURL: `/openapi/v3/${key}?hash=${version.gitVersion}.${resources.length}` },
    ]);
    return answerJson(200, { paths: Object.fromEntries(entries) });
  }
  const key = path.slice('/openapi/v3/'.length);
  const own = resources.filter((resource) => documentKey(resource) === key);
  if (own.length === 0) return undefined;
  return kept(host, `v3 ${key} ${resources.length}`, () => answerJson(200, documentV3(own, version)));
};
