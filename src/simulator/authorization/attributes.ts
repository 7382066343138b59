/** What is asked for, as the authorizer sees it. */

export interface ResourceAttributes {
  verb: string;
  group: string;
  version: string;
  resource: string;
  subresource: string;
  /** '' for all namespaces, or for what is in none. */
  namespace: string;
  /** '' when no single object is meant. */
  name: string;
}

export interface PathAttributes {
  verb: string;
  path: string;
}

export type Attributes = ResourceAttributes | PathAttributes;

export const isResource = (attributes: Attributes): attributes is ResourceAttributes =>
  'resource' in attributes;

const verbs: Readonly<Record<string, string>> = {
  POST: 'create',
  GET: 'get',
  HEAD: 'get',
  PUT: 'update',
  PATCH: 'patch',
  DELETE: 'delete',
};
const specialVerbs = new Set(['proxy', 'watch']);
const namespaceSubresources = new Set(['status', 'finalize']);

const decoded = (segment: string): string => {
  try {
    return decodeURIComponent(segment);
  } catch {
    // A broken escape: the path is refused later.
    return segment;
  }
};

/** The one name that a field selector asks for. */
const selectedName = (selector: string): string =>
  /(?:^|,)metadata\.name==?([^,=!\\]+)(?=,|$)/.exec(selector)?.[1] ?? '';

const isTrue = (value: string | null): boolean => value !== null && value !== 'false' && value !== '0';

/** @source k8s 1.20 apiserver/pkg/endpoints/request/requestinfo.go NewRequestInfo, filters/authorization.go GetAuthorizerAttributes */
export const attributesOf = (request: {
  method: string;
  path: string;
  query: URLSearchParams;
}): Attributes => {
  const { method, path, query } = request;
  const ofPath = { verb: method.toLowerCase(), path: decoded(path) };
  const parts = path
    .replace(/^\/+|\/+$/g, '')
    .split('/')
    .map(decoded);
  if (parts.length < 3 || (parts[0] !== 'api' && parts[0] !== 'apis')) return ofPath;
  const isGrouped = parts[0] === 'apis';
  if (isGrouped && parts.length < 4) return ofPath;
  const group = isGrouped ? parts[1]! : '';
  const version = parts[isGrouped ? 2 : 1]!;
  let rest = parts.slice(isGrouped ? 3 : 2);
  let verb = verbs[method] ?? '';
  if (specialVerbs.has(rest[0]!) && rest.length > 1) {
    verb = rest[0]!;
    rest = rest.slice(1);
  }
  let namespace = '';
  if (rest[0] === 'namespaces' && rest.length > 1) {
    namespace = rest[1]!;
    if (rest.length > 2 && !namespaceSubresources.has(rest[2]!)) rest = rest.slice(2);
  }
  const [resource = '', name = '', subresource = ''] = rest;
  const attributes = { verb, group, version, resource, subresource, namespace, name };
  if (name !== '') return attributes;
  if (verb === 'delete') return { ...attributes, verb: 'deletecollection' };
  if (verb !== 'get') return attributes;
  return {
    ...attributes,
    verb: isTrue(query.get('watch')) ? 'watch' : 'list',
    name: selectedName(query.get('fieldSelector') ?? ''),
  };
};
