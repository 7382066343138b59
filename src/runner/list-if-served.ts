/** Lists a resource; one whose server is not there just now, or that cannot be listed after all, has nothing. */
import { ApiError } from '../kube/index.ts';
import type { KubeApi, KubeObject, ListOptions, ResourceKey } from '../kube/index.ts';

const absent = new Set([404, 405, 503]);

export const listIfServed = async (
  api: KubeApi,
  resource: ResourceKey,
  options: ListOptions = {},
): Promise<KubeObject[]> => {
  try {
    return (await api.list(resource, options)).items;
  } catch (error) {
    if (error instanceof ApiError && absent.has(error.status.code ?? 0)) return [];
    throw error;
  }
};
