/** The paths of resources: which group, version, namespace, resource, name and subresource is asked for. */

export interface ResourcePath {
  group: string;
  version: string;
  namespace: string | undefined;
  resource: string;
  name: string | undefined;
  subresource: string | undefined;
  /** What follows the subresource: the path behind a proxy. */
  rest: string;
  /** The old form "/api/v1/watch/pods". */
  isWatch: boolean;
}

const namespaceSubresources = new Set(['status', 'finalize']);

const decoded = (segment: string): string | undefined => {
  try {
    return decodeURIComponent(segment);
  } catch {
    // A broken escape: no such path.
    return undefined;
  }
};

/**
 * Undefined when the path is none of a resource, or is not well-formed.
 * @source k8s 1.20 apiserver/pkg/endpoints/request/requestinfo.go NewRequestInfo
 */
export const parseResourcePath = (path: string): ResourcePath | undefined => {
  const [root, ...encoded] = path.replace(/^\/|\/$/g, '').split('/');
  const segments: string[] = [];
  for (const segment of encoded) {
    const text = decoded(segment);
    if (text === undefined) return undefined;
    segments.push(text);
  }
  const group = root === 'api' ? '' : segments.shift();
  const version = segments.shift();
  if ((root !== 'api' && root !== 'apis') || group === undefined || version === undefined) return undefined;
  const isWatch = segments[0] === 'watch';
  if (isWatch) segments.shift();
  let namespace: string | undefined;
  if (
    segments[0] === 'namespaces' &&
    segments.length > 2 &&
    !(segments.length === 3 && namespaceSubresources.has(segments[2]!))
  ) {
    namespace = segments[1];
    segments.splice(0, 2);
  }
  const [resource, name, subresource, ...rest] = segments;
  if (resource === undefined || resource === '' || name === '') return undefined;
  if (rest.length > 0 && subresource !== 'proxy') return undefined;
  const hasSlash = path.endsWith('/') && subresource === 'proxy';
  return {
    group,
    version,
    namespace,
    resource,
    name,
    subresource,
    rest: rest.join('/') + (hasSlash && rest.length > 0 ? '/' : ''),
    isWatch,
  };
};
