/** Requests made as somebody else: the Impersonate- headers, and whether their sender may. */
import { forbiddenRequest, isAtLeast, type KubernetesVersion, type Status } from '../../kube/index.ts';
import { accountGroups, splitAccountUsername, wellKnown, type Identity } from '../authentication/index.ts';
import type { Authorizer, ResourceAttributes } from '../authorization/index.ts';
import { answerStatus, answerText, type ApiRequest, type WholeResponse } from './exchange.ts';

const prefix = 'impersonate-';
const extraPrefix = 'impersonate-extra-';

/** Values of a header that was sent several times stand on lines of their own. */
const valuesOf = (request: ApiRequest, name: string): string[] => {
  const text = request.headers[name] ?? '';
  return text === '' ? [] : text.split('\n');
};

const unescaped = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    // As upstream: a key that is badly escaped is taken as it is.
    return text;
  }
};

/** Groups go with a user unless some are named. @source k8s 1.20 apiserver/pkg/endpoints/filters/impersonation.go WithImpersonation */
export const groupsAs = (username: string, given: readonly string[]): string[] => {
  const account = splitAccountUsername(username);
  const groups =
    given.length > 0 ? [...given] : account === undefined ? [] : accountGroups(account.namespace);
  const { authenticated, unauthenticated, anonymous } = wellKnown;
  if (username === anonymous) return groups.includes(unauthenticated) ? groups : [...groups, unauthenticated];
  return groups.includes(authenticated) || groups.includes(unauthenticated)
    ? groups
    : [...groups, authenticated];
};

/** What the sender must be allowed to impersonate, in upstream's order. */
const asked = (user: string, uid: string, groups: readonly string[], extra: Identity['extra'] = {}) => {
  const one = (
    resource: string,
    name: string,
    more: Partial<ResourceAttributes> = {},
  ): ResourceAttributes => ({
    verb: 'impersonate',
    group: '',
    version: 'v1',
    resource,
    subresource: '',
    namespace: '',
    name,
    ...more,
  });
  const account = splitAccountUsername(user);
  const group = 'authentication.k8s.io';
  return [
    account === undefined
      ? one('users', user)
      : one('serviceaccounts', account.name, { namespace: account.namespace }),
    ...groups.map((name) => one('groups', name)),
    ...Object.entries(extra).flatMap(([key, values]) =>
      values.map((value) => one('userextras', value, { group, subresource: key })),
    ),
    ...(uid === '' ? [] : [one('uids', uid, { group })]),
  ];
};

const withoutUser = (request: ApiRequest, groups: readonly string[]): WholeResponse => {
  const listed = groups.map((group) => `{Group  ${group}    }`).join(' ');
  return answerText(
    500,
    `Internal Server Error: ${JSON.stringify(request.path)}: requested [${listed}] without impersonating a user\n`,
  );
};

/** Whom the request is from in the end. */
export const impersonate = (
  request: ApiRequest,
  sender: Identity,
  authorizer: Authorizer,
  version: KubernetesVersion,
): { identity: Identity } | { refusal: WholeResponse } => {
  const names = Object.keys(request.headers).filter((name) => name.startsWith(prefix));
  if (names.length === 0) return { identity: sender };
  const [user = ''] = valuesOf(request, 'impersonate-user');
  const [uid = ''] = isAtLeast(version, 22) ? valuesOf(request, 'impersonate-uid') : [];
  const groups = valuesOf(request, 'impersonate-group');
  const extra = Object.fromEntries(
    names
      .filter((name) => name.startsWith(extraPrefix))
      .map((name) => [unescaped(name.slice(extraPrefix.length)), valuesOf(request, name)]),
  );
  if (user === '') {
    const isEmpty = groups.length === 0 && uid === '' && Object.keys(extra).length === 0;
    return isEmpty ? { identity: sender } : { refusal: withoutUser(request, groups) };
  }
  for (const attributes of asked(user, uid, groups, extra)) {
    const { isAllowed, reason } = authorizer.authorize(sender, attributes);
    if (isAllowed) continue;
    const status: Status = forbiddenRequest(sender.username, attributes, reason);
    return { refusal: answerStatus(status) };
  }
  return {
    identity: {
      username: user,
      ...(uid === '' ? {} : { uid }),
      groups: groupsAs(user, groups),
      ...(Object.keys(extra).length > 0 ? { extra } : {}),
    },
  };
};
