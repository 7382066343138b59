/** Resources and subresources as discovery lists them. */
import { isAtLeast, type ApiResource, type KubernetesVersion } from '../../../kube/index.ts';

/** metav1.APIResource. */
export interface DiscoveredResource {
  name: string;
  singularName: string;
  namespaced: boolean;
  /** Where they differ from those of the list. */
  group?: string;
  version?: string;
  kind: string;
  verbs: readonly string[];
  shortNames?: readonly string[];
  categories?: readonly string[];
}

interface SubresourceFacts {
  kind?: string;
  group?: string;
  version?: string;
  verbs: readonly string[];
}

const factsOf = (subresource: string, resource: string, version: KubernetesVersion): SubresourceFacts => {
  switch (subresource) {
    case 'scale':
      return { kind: 'Scale', group: 'autoscaling', version: 'v1', verbs: ['get', 'patch', 'update'] };
    case 'eviction':
      return {
        kind: 'Eviction',
        group: 'policy',
        version: isAtLeast(version, 22) ? 'v1' : 'v1beta1',
        verbs: ['create'],
      };
    case 'binding':
      return { kind: 'Binding', verbs: ['create'] };
    case 'exec':
      return { kind: 'PodExecOptions', verbs: ['create', 'get'] };
    case 'attach':
      return { kind: 'PodAttachOptions', verbs: ['create', 'get'] };
    case 'portforward':
      return { kind: 'PodPortForwardOptions', verbs: ['create', 'get'] };
    case 'proxy': {
      const kind = { nodes: 'NodeProxyOptions', pods: 'PodProxyOptions' }[resource] ?? 'ServiceProxyOptions';
      return { kind, verbs: ['create', 'delete', 'get', 'patch', 'update'] };
    }
    case 'token':
      return { kind: 'TokenRequest', group: 'authentication.k8s.io', version: 'v1', verbs: ['create'] };
    case 'log':
      return { verbs: ['get'] };
    case 'finalize':
      return { verbs: ['update'] };
    default:
      return { verbs: ['get', 'patch', 'update'] };
  }
};

/** Whether a request of this method may be made of a resource, of one of its objects, or of a subresource. */
export const allowsMethod = (
  { name: resource, verbs }: ApiResource,
  { name, subresource }: { name: string | undefined; subresource: string | undefined },
  method: string,
  version: KubernetesVersion,
): boolean => {
  const isOfOne = name !== undefined;
  const verb = {
    GET: isOfOne ? 'get' : 'list',
    HEAD: isOfOne ? 'get' : 'list',
    POST: 'create',
    PUT: 'update',
    PATCH: 'patch',
    DELETE: isOfOne ? 'delete' : 'deletecollection',
  }[method];
  if (verb === undefined) return false;
  if (subresource !== undefined) return factsOf(subresource, resource, version).verbs.includes(verb);
  return verbs.includes(verb) && (verb !== 'create' || !isOfOne);
};

/** A resource and its subresources. @source k8s 1.20 apiserver/pkg/endpoints/installer.go registerResourceHandlers */
export const discoveredResources = (
  resource: ApiResource,
  version: KubernetesVersion,
): DiscoveredResource[] => {
  const { name, singularName, namespaced, kind, verbs, shortNames, categories, subresources } = resource;
  // Until 1.26 no singular name was told.
  const singular = isAtLeast(version, 27) || resource.isCustom === true ? singularName : '';
  return [
    {
      name,
      singularName: singular,
      namespaced,
      kind,
      verbs,
      ...(shortNames.length === 0 ? {} : { shortNames }),
      ...(categories.length === 0 ? {} : { categories }),
    },
    ...subresources.map((subresource): DiscoveredResource => {
      const facts = factsOf(subresource, name, version);
      return { name: `${name}/${subresource}`, singularName: '', namespaced, kind, ...facts };
    }),
  ];
};
