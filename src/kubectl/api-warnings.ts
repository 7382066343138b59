/** Warnings of the API server about what is asked of it, as kubectl passes them on: each once a command. */
import { isAtLeast } from '../kube/index.ts';
import type { ApiResource, KubeApi, KubernetesVersion } from '../kube/index.ts';
import { deprecationOf } from '../simulator/index.ts';

const isResource = (value: unknown): value is ApiResource =>
  typeof value === 'object' && value !== null && 'kind' in value && 'group' in value && 'version' in value;

export interface WarningOptions {
  /** Of kubectl, which prints warnings since 1.19. */
  client: KubernetesVersion;
  server: KubernetesVersion;
  warn(text: string): void;
}

/** The same API, whose every request for a deprecated resource is warned of. @since k8s 1.19 @source k8s 1.20 client-go/rest/warnings.go */
export const withWarnings = (api: KubeApi, { client, server, warn }: WarningOptions): KubeApi => {
  if (!isAtLeast(client, 19)) return api;
  const told = new Set<string>();
  const tell = (resource: ApiResource): void => {
    const { group, version } = resource;
    const apiVersion = group === '' ? version : `${group}/${version}`;
    const text = deprecationOf({ apiVersion, described: resource }, server);
    if (text === undefined || told.has(text)) return;
    told.add(text);
    warn(`Warning: ${text}\n`);
  };
  return new Proxy(api, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== 'function') return member;
      return (...request: unknown[]): unknown => {
        if (isResource(request[0])) tell(request[0]);
        return (member as (...request: unknown[]) => unknown).apply(target, request);
      };
    },
  });
};
