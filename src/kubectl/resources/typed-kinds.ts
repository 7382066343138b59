/** The kinds that kubectl has Go types of: some commands take no other. */
import { goTypeOf, type ApiResource, type KubeObject, type KubernetesVersion } from '../../kube/index.ts';
import { KubectlError } from '../kubectl-error.ts';

/** "apps/v1". */
const apiVersionOf = ({ group, version }: ApiResource): string =>
  group === '' ? version : `${group}/${version}`;

const isTyped = (apiVersion: string, kind: string, { minor }: KubernetesVersion): boolean =>
  !apiVersion.startsWith('apiextensions.k8s.io/') && goTypeOf(apiVersion, kind, minor) !== undefined;

export const isTypedObject = ({ apiVersion, kind }: KubeObject, version: KubernetesVersion): boolean =>
  isTyped(apiVersion, kind, version);

export const isTypedResource = (resource: ApiResource, version: KubernetesVersion): boolean =>
  isTyped(apiVersionOf(resource), resource.kind, version);

/** @source k8s 1.20 apimachinery/pkg/runtime/error.go notRegisteredErr */
export const notRegistered = (resource: ApiResource): KubectlError =>
  new KubectlError(
    `no kind ${JSON.stringify(resource.kind)} is registered for version ${JSON.stringify(apiVersionOf(resource))} in scheme "k8s.io/kubectl/pkg/scheme/scheme.go:28"`,
  );
