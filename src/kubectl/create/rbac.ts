/** `kubectl create role|clusterrole|rolebinding|clusterrolebinding`. */
import type { UnknownObject } from '../../kube/index.ts';
import type { CommandContext } from '../context.ts';
import { FlagError, KubectlError } from '../kubectl-error.ts';
import { findResource } from '../resources/index.ts';
import { defineCreate } from './define-create.ts';
import { labelsOf } from './labels.ts';

const apiVersion = 'rbac.authorization.k8s.io/v1';
const apiGroup = 'rbac.authorization.k8s.io';

const ruleFlags = {
  verb: { type: 'stringSlice' },
  resource: { type: 'stringSlice' },
  'resource-name': { type: 'stringArray' },
} as const;

interface RuleFlagValues {
  verb: string[];
  resource: string[];
  'resource-name': string[];
}

const unique = (texts: readonly string[]): string[] => [...new Set(texts)];

/** A rule per API group. @source k8s 1.20 kubectl/pkg/cmd/create/create_role.go generateResourcePolicyRules */
const rulesOf = async (flags: RuleFlagValues, context: CommandContext): Promise<unknown[]> => {
  const verbs = unique(flags.verb).includes('*') ? ['*'] : unique(flags.verb);
  if (verbs.length === 0) throw new KubectlError('at least one verb must be specified');
  if (flags.resource.length === 0) throw new KubectlError('at least one resource must be specified');
  const served = await context.resources();
  const groups = new Map<string, string[]>();
  const words = flags.resource.includes('*') ? ['*'] : unique(flags.resource);
  for (const word of words) {
    const [named = '', subresource] = word.split('/');
    if (named === '') throw new KubectlError(`resource/subresource specified but no resource`);
    const found = named === '*' ? { group: '', name: '*' } : findResource(served, named);
    if (found === undefined) {
      throw new KubectlError(
        `the server doesn't have a resource type ${JSON.stringify(named.split('.')[0])}`,
        {
          isPlain: true,
        },
      );
    }
    const resources = groups.get(found.group) ?? [];
    resources.push(subresource === undefined ? found.name : `${found.name}/${subresource}`);
    groups.set(found.group, resources);
  }
  const names = unique(flags['resource-name']);
  if (names.length > 0 && words.length > 1)
    throw new KubectlError('resourceNames can not be applied to multiple resources');
  return [...groups].map(([group, resources]) => ({
    verbs,
    apiGroups: [group],
    resources,
    ...(names.length > 0 ? { resourceNames: names } : {}),
  }));
};

export const role = defineCreate({
  name: 'role',
  summary: 'Create a role with single rule',
  use: 'create role NAME --verb=verb --resource=resource.group/subresource [--resource-name=resourcename]',
  flags: ruleFlags,
  build: async (name, { flags }, context) => ({
    apiVersion,
    kind: 'Role',
    metadata: { name },
    rules: await rulesOf(flags, context),
  }),
});

/** @source k8s 1.20 kubectl/pkg/cmd/create/create_clusterrole.go */
export const clusterRole = defineCreate({
  name: 'clusterrole',
  summary: 'Create a ClusterRole',
  use: 'create clusterrole NAME --verb=verb --resource=resource.group [--resource-name=resourcename]',
  flags: {
    ...ruleFlags,
    'non-resource-url': { type: 'stringSlice' },
    'aggregation-rule': { type: 'string' },
  },
  async build(name, { flags }, context): Promise<UnknownObject> {
    const urls = flags['non-resource-url'];
    if (flags['aggregation-rule'] !== '') {
      const broken = flags['aggregation-rule'].split(',').find((pair) => !pair.includes('='));
      if (broken !== undefined) {
        throw new FlagError(
          `invalid argument ${JSON.stringify(flags['aggregation-rule'])} for "--aggregation-rule" flag: malformed pair, expect string=string`,
        );
      }
      if (
        urls.length > 0 ||
        flags.verb.length > 0 ||
        flags.resource.length > 0 ||
        flags['resource-name'].length > 0
      )
        throw new KubectlError(
          'aggregation rule must be specified without nonResourceURLs, verbs, resources or resourceNames',
        );
      const clusterRoleSelectors = [{ matchLabels: labelsOf(flags['aggregation-rule']) }];
      return {
        apiVersion,
        kind: 'ClusterRole',
        metadata: { name },
        aggregationRule: { clusterRoleSelectors },
      };
    }
    if (flags.verb.length === 0) throw new KubectlError('at least one verb must be specified');
    if (urls.length === 0 && flags.resource.length === 0)
      throw new KubectlError('one of resource or nonResourceURL must be specified');
    if (urls.length === 0 || flags.resource.length > 0) {
      const rules = await rulesOf(flags, context);
      const extra = urls.length > 0 ? [{ verbs: unique(flags.verb), nonResourceURLs: urls }] : [];
      return { apiVersion, kind: 'ClusterRole', metadata: { name }, rules: [...rules, ...extra] };
    }
    const rules = [{ verbs: unique(flags.verb), nonResourceURLs: urls }];
    return { apiVersion, kind: 'ClusterRole', metadata: { name }, rules };
  },
});

const subjectFlags = {
  user: { type: 'stringArray' },
  group: { type: 'stringArray' },
  serviceaccount: { type: 'stringArray' },
} as const;

interface SubjectFlagValues {
  user: string[];
  group: string[];
  serviceaccount: string[];
}

/** @source k8s 1.20 kubectl/pkg/cmd/create/create_rolebinding.go */
const subjectsOf = (flags: SubjectFlagValues): { subjects?: unknown[] } => {
  const subjects = [
    ...flags.user.map((name) => ({ kind: 'User', apiGroup, name })),
    ...flags.group.map((name) => ({ kind: 'Group', apiGroup, name })),
    ...flags.serviceaccount.map((text) => {
      const [namespace = '', name = '', ...more] = text.split(':');
      if (more.length > 0 || name === '' || namespace === '')
        throw new KubectlError('serviceaccount must be <namespace>:<name>');
      return { kind: 'ServiceAccount', name, namespace };
    }),
  ];
  return subjects.length > 0 ? { subjects } : {};
};

export const roleBinding = defineCreate({
  name: 'rolebinding',
  summary: 'Create a RoleBinding for a particular Role or ClusterRole',
  use: 'create rolebinding NAME --clusterrole=NAME|--role=NAME [--user=username] [--group=groupname] [--serviceaccount=namespace:serviceaccountname]',
  flags: { ...subjectFlags, role: { type: 'string' }, clusterrole: { type: 'string' } },
  failsAs: 'rolebinding',
  build(name, { flags }) {
    if ((flags.role === '') === (flags.clusterrole === ''))
      throw new KubectlError('exactly one of clusterrole or role must be specified');
    const roleRef =
      flags.role === ''
        ? { apiGroup, kind: 'ClusterRole', name: flags.clusterrole }
        : { apiGroup, kind: 'Role', name: flags.role };
    return { apiVersion, kind: 'RoleBinding', metadata: { name }, ...subjectsOf(flags), roleRef };
  },
});

export const clusterRoleBinding = defineCreate({
  name: 'clusterrolebinding',
  summary: 'Create a ClusterRoleBinding for a particular ClusterRole',
  use: 'create clusterrolebinding NAME --clusterrole=NAME [--user=username] [--group=groupname] [--serviceaccount=namespace:serviceaccountname]',
  flags: { ...subjectFlags, clusterrole: { type: 'string' } },
  requiredFlags: ['clusterrole'],
  failsAs: 'clusterrolebinding',
  build: (name, { flags }) => ({
    apiVersion,
    kind: 'ClusterRoleBinding',
    metadata: { name },
    ...subjectsOf(flags),
    roleRef: { apiGroup, kind: 'ClusterRole', name: flags.clusterrole },
  }),
});
