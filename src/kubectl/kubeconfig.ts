/** The kubeconfig of the workstation: kubeadm's, until a command changes it. What is changed is kept in ~/.kube/config. */
import { parse } from 'yaml';
import { goYaml, isAtLeast } from '../kube/index.ts';
import type { KubernetesVersion } from '../kube/index.ts';
import type { WorkstationFiles } from './context.ts';

export interface NamedContext {
  name: string;
  context: { cluster?: string; namespace?: string; user?: string };
}

export interface Kubeconfig {
  contexts: readonly NamedContext[];
  current: string;
}

const path = '~/.kube/config';
const own = { cluster: 'kubernetes', user: 'kubernetes-admin' };

/** As `kubeadm init` writes it. @source k8s 1.20 cmd/kubeadm/app/util/kubeconfig/kubeconfig.go CreateBasic */
const fresh = (namespace: string): Kubeconfig => {
  const name = `${own.user}@${own.cluster}`;
  const context = namespace === 'default' ? own : { ...own, namespace };
  return { contexts: [{ name, context }], current: name };
};

interface KubeconfigFile {
  kind?: string;
  contexts?: NamedContext[];
  'current-context'?: string;
}

/** What was written before; `namespace` is that of the context where nothing was. */
export const readKubeconfig = (files: WorkstationFiles, namespace = 'default'): Kubeconfig => {
  const text = files.write === undefined ? undefined : files.read(path);
  if (text === undefined) return fresh(namespace);
  const { kind, contexts = [], 'current-context': current = '' } = (parse(text) ?? {}) as KubeconfigFile;
  return kind === 'Config' ? { contexts, current } : fresh(namespace);
};

/** The file as `kubectl config view` shows it, with what it must not show left out. */
export const kubeconfigText = (
  { contexts, current }: Kubeconfig,
  server: string,
  version: KubernetesVersion,
): string => {
  const secret = isAtLeast(version, 26) ? 'DATA+OMITTED' : 'REDACTED';
  return goYaml({
    apiVersion: 'v1',
    kind: 'Config',
    ...(isAtLeast(version, 34) ? {} : { preferences: {} }),
    clusters: [{ name: own.cluster, cluster: { 'certificate-authority-data': 'DATA+OMITTED', server } }],
    contexts,
    'current-context': current,
    users: [{ name: own.user, user: { 'client-certificate-data': secret, 'client-key-data': secret } }],
  });
};

/** Answers whether it could be written. */
export const writeKubeconfig = (files: WorkstationFiles, { contexts, current }: Kubeconfig): boolean => {
  if (files.write === undefined) return false;
  files.write(path, goYaml({ apiVersion: 'v1', kind: 'Config', contexts, 'current-context': current }));
  return true;
};

/** The namespace of the current context. */
export const currentNamespace = (files: WorkstationFiles, namespace: string | undefined): string => {
  const { contexts, current } = readKubeconfig(files, namespace);
  const found = contexts.find(({ name }) => name === current)?.context.namespace ?? '';
  return found === '' ? 'default' : found;
};
