/** --as, --as-group and --as-uid: the API and what else can be done, as somebody else. */
import { ApiError, forbiddenRequest, isAtLeast } from '../kube/index.ts';
import type { KubeApi, KubeObject, KubernetesVersion } from '../kube/index.ts';
import type { CommandContext, KubectlContext } from './context.ts';
import { KubectlError } from './kubectl-error.ts';

interface Flags {
  values: Readonly<Record<string, unknown>>;
}

type Actor = Pick<CommandContext, 'api' | 'can'>;

/** A session in a container is no request to `api`: whether it may be is asked first. */
const guardedExec =
  (api: KubeApi, user: string, exec: NonNullable<Actor['can']['exec']>): NonNullable<Actor['can']['exec']> =>
  async (target, command, options) => {
    const group = 'authorization.k8s.io';
    const { namespace, pod: name } = target;
    const asked = { verb: 'create', group: '', resource: 'pods', subresource: 'exec', namespace, name };
    const object: KubeObject & { spec: unknown } = {
      apiVersion: `${group}/v1`,
      kind: 'SelfSubjectAccessReview',
      metadata: {} as KubeObject['metadata'],
      spec: { resourceAttributes: asked },
    };
    const key = { group, version: 'v1', name: 'selfsubjectaccessreviews' };
    const review = (await api.create(key, undefined, object)) as KubeObject & {
      status?: { allowed?: boolean; reason?: string };
    };
    if (review.status?.allowed === true) return exec(target, command, options);
    throw new ApiError(forbiddenRequest(user, asked, review.status?.reason ?? ''));
  };

/** @source k8s 1.20 client-go/tools/clientcmd/validation.go, cli-runtime/pkg/genericclioptions/config_flags.go */
export const actingAs = (given: KubectlContext, version: KubernetesVersion, { values }: Flags): Actor => {
  const user = values['as'] as string;
  const uid = values['as-uid'] as string;
  const groups = values['as-group'] as string[];
  const can = given.can ?? {};
  if (user === '') {
    if (groups.length === 0 && uid === '') return { api: given.api, can };
    const what = isAtLeast(version, 23) ? 'uid, groups' : 'groups';
    throw new KubectlError(
      `requesting ${what} or user-extra for kubernetes-admin without impersonating a user`,
    );
  }
  if (given.api.as === undefined)
    throw new KubectlError("this backend's API cannot be asked as somebody else (--as)");
  const who = { user, ...(groups.length > 0 ? { groups } : {}), ...(uid === '' ? {} : { uid }) };
  const api = given.api.as(who);
  return { api, can: can.exec === undefined ? can : { ...can, exec: guardedExec(api, user, can.exec) } };
};
