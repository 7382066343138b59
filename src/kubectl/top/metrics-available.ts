/** What `kubectl top` says when nobody serves metrics: it changed with the client's version. */
import { ApiError, isAtLeast, notFound } from '../../kube/index.ts';
import type { ApiResource } from '../../kube/index.ts';
import type { CommandContext } from '../context.ts';
import { KubectlError } from '../kubectl-error.ts';
import { findResource } from '../resources/index.ts';

/**
 * The resource of metrics.k8s.io.
 * @throws "Metrics API not available" (from 1.19 on), or the answer of the Heapster service looked for before that
 * @source k8s 1.18 kubectl/pkg/metricsutil/metrics_client.go GetPodMetrics; k8s 1.20 kubectl/pkg/cmd/top/top_pod.go RunTopPod
 */
export const metricsResource = async (
  name: 'pods' | 'nodes',
  context: CommandContext,
): Promise<ApiResource> => {
  const found = findResource(await context.resources(), `${name}.metrics.k8s.io`);
  if (found?.group === 'metrics.k8s.io') return found;
  if (isAtLeast(context.version, 19)) throw new KubectlError('Metrics API not available');
  throw new ApiError({
    ...notFound({ group: '', resource: 'services' }, 'http:heapster:'),
    message: 'the server could not find the requested resource (get services http:heapster:)',
  });
};
