/** What every dynamic provisioner's manifest has: a storage class, and a role to make volumes with. */
import type { AddonContext, AddonObject } from './addon.ts';

export const storageClass = (
  name: string,
  provisioner: string,
  isDefault: boolean,
  rest: Record<string, unknown>,
): AddonObject => ({
  resource: 'storageclasses.storage.k8s.io',
  object: {
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    metadata: {
      name,
      ...(isDefault ? { annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } } : {}),
    },
    provisioner,
    ...rest,
  },
});

/** The lab wants the add-on's class to be the default one. */
export const isDefaultSetting = ({ settings }: AddonContext): boolean => settings['default'] === true;

interface Rule {
  apiGroups: string[];
  resources: string[];
  verbs: string[];
}

/** A ClusterRole of these rules and those that every provisioner needs, bound to a service account. */
export const provisionerRole = (
  name: string,
  bindingName: string,
  namespace: string,
  account: string,
  rules: readonly Rule[],
): AddonObject[] => {
  const events: Rule = { apiGroups: [''], resources: ['events'], verbs: ['create', 'patch'] };
  const classes: Rule = {
    apiGroups: ['storage.k8s.io'],
    resources: ['storageclasses'],
    verbs: ['get', 'list', 'watch'],
  };
  const apiVersion = 'rbac.authorization.k8s.io/v1';
  const apiGroup = 'rbac.authorization.k8s.io';
  return [
    {
      resource: 'clusterroles.rbac.authorization.k8s.io',
      object: { apiVersion, kind: 'ClusterRole', metadata: { name }, rules: [...rules, events, classes] },
    },
    {
      resource: 'clusterrolebindings.rbac.authorization.k8s.io',
      object: {
        apiVersion,
        kind: 'ClusterRoleBinding',
        metadata: { name: bindingName },
        roleRef: { apiGroup, kind: 'ClusterRole', name },
        subjects: [{ kind: 'ServiceAccount', name: account, namespace }],
      },
    },
  ];
};
