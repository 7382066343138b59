/** Reads a kubeconfig and answers where its API is and how to sign requests to it; client-node is loaded only here. */
import type { RequestOptions } from 'node:https';
import type { KubeConfig } from '@kubernetes/client-node';
import { BackendError, UsageError } from '../../core/index.ts';

export interface ApiAddress {
  /** Of the kubeconfig: "kind-lab". */
  context: string;
  /** "https://127.0.0.1:6443", without a slash at the end. */
  server: string;
  /** Certificates and headers that every request carries; tokens may be renewed, so it is asked each time. */
  sign(): Promise<RequestOptions>;
  /** For exec, which client-node does. */
  kubeConfig: KubeConfig;
}

export interface KubeconfigOptions {
  /** A file; absent: KUBECONFIG, ~/.kube/config, or the pod's service account, as kubectl looks for it. */
  kubeconfig?: string;
  /** Must be named: what is written must not depend on what kubectl happens to point at. */
  context?: string;
}

const hintOf = (names: readonly string[], current: string): string =>
  names.length === 0
    ? 'the kubeconfig has no context; name another file with --kubeconfig'
    : `there are ${names.join(', ')}${current === '' ? '' : ` (current: ${current})`}`;

/**
 * @throws UsageError when no context, or none of this name, is given; BackendError when the file cannot be read
 */
export const openKubeconfig = async ({ kubeconfig, context }: KubeconfigOptions): Promise<ApiAddress> => {
  const { KubeConfig } = await import('@kubernetes/client-node');
  const config = new KubeConfig();
  try {
    if (kubeconfig === undefined) config.loadFromDefault();
    else config.loadFromFile(kubeconfig);
  } catch (error) {
    throw new BackendError('bad-kubeconfig', `the kubeconfig cannot be read: ${(error as Error).message}`, {
      hint: 'name a file with --kubeconfig',
      cause: error,
    });
  }
  const names = config.getContexts().map(({ name }) => name);
  if (context === undefined) {
    throw new UsageError(
      'no-context',
      'the cluster backend writes to a cluster, so its context must be named',
      {
        hint: `give --context, or context in labproof.config.yaml: ${hintOf(names, config.getCurrentContext())}`,
      },
    );
  }
  if (!names.includes(context)) {
    throw new UsageError('unknown-context', `--context ${context}: the kubeconfig has no such context`, {
      hint: hintOf(names, config.getCurrentContext()),
    });
  }
  config.setCurrentContext(context);
  const cluster = config.getCurrentCluster();
  const server = cluster?.server;
  if (server === undefined)
    throw new BackendError('no-cluster', `the context ${context} names a cluster that the kubeconfig lacks`);
  // A server without TLS (kubectl proxy, say) has no certificate to verify; client-node wants that said.
  if (server.startsWith('http:')) (cluster as { skipTLSVerify: boolean }).skipTLSVerify = true;
  return {
    context,
    server: server.replace(/\/+$/, ''),
    kubeConfig: config,
    async sign() {
      const options: RequestOptions = {};
      try {
        await config.applyToHTTPSOptions(options);
      } catch (error) {
        const why = error instanceof Error ? error.message : String(error);
        throw new BackendError('bad-credentials', `the context ${context} cannot sign requests: ${why}`, {
          hint: 'does kubectl work with it?',
          cause: error,
        });
      }
      return options;
    },
  };
};
