/** Where the API answers, as the cluster itself tells it. */
import type { KubeApi } from '../kube/index.ts';

/** "https://192.168.1.10:6443": the first address of the endpoints of the service "kubernetes". */
export const serverAddress = async (api: KubeApi): Promise<string> => {
  const key = { group: '', version: 'v1', name: 'endpoints' };
  const endpoints = (await api.get(key, 'default', 'kubernetes')) as unknown as {
    subsets?: { addresses?: { ip: string }[]; ports?: { port: number }[] }[];
  };
  const [subset] = endpoints.subsets ?? [];
  return `https://${subset?.addresses?.[0]?.ip ?? 'localhost'}:${subset?.ports?.[0]?.port ?? 6443}`;
};
