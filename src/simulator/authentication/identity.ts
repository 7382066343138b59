/** Who asks: a user, the groups it is in, and what else its credentials say of it. */

export interface Identity {
  username: string;
  uid?: string;
  groups: readonly string[];
  /** Keys and values as upstream's user.Info has them. */
  extra?: Readonly<Record<string, readonly string[]>>;
}

/** @source k8s 1.20 apiserver/pkg/authentication/user/user.go */
export const wellKnown = {
  masters: 'system:masters',
  authenticated: 'system:authenticated',
  unauthenticated: 'system:unauthenticated',
  anonymous: 'system:anonymous',
  nodes: 'system:nodes',
} as const;

const accountPrefix = 'system:serviceaccount:';

/** "system:serviceaccount:default:robot". @source k8s 1.20 apiserver/pkg/authentication/serviceaccount/util.go MakeUsername */
export const accountUsername = (namespace: string, name: string): string =>
  `${accountPrefix}${namespace}:${name}`;

/** @source k8s 1.20 apiserver/pkg/authentication/serviceaccount/util.go MakeGroupNames */
export const accountGroups = (namespace: string): string[] => [
  'system:serviceaccounts',
  `system:serviceaccounts:${namespace}`,
];

/** Undefined when it is no service account's name. @source k8s 1.20 apiserver/pkg/authentication/serviceaccount/util.go SplitUsername */
export const splitAccountUsername = (username: string): { namespace: string; name: string } | undefined => {
  if (!username.startsWith(accountPrefix)) return undefined;
  const [namespace = '', name = '', ...more] = username.slice(accountPrefix.length).split(':');
  const isWellFormed =
    /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(namespace) && /^[a-z0-9][-a-z0-9.]*$/.test(name);
  return more.length === 0 && isWellFormed ? { namespace, name } : undefined;
};
