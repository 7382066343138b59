/** `kubectl create role|clusterrole|rolebinding|clusterrolebinding`. */
import { isAtLeast } from '../../kube/index.ts';
import type { ApiResource, UnknownObject } from '../../kube/index.ts';
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

const resourceVerbs = new Set(
  '* get delete list create update patch watch proxy deletecollection use bind escalate impersonate'.split(
    ' ',
  ),
);
const urlVerbs = new Set('* get put post head options delete patch'.split(' '));

/** What such a verb can be said of, as "resource.group". @source k8s 1.20 kubectl/pkg/cmd/create/create_role.go specialVerbs */
const specialVerbs: Readonly<Record<string, readonly string[]>> = {
  use: ['podsecuritypolicies.policy', 'podsecuritypolicies.extensions'],
  bind: [`roles.${apiGroup}`, `clusterroles.${apiGroup}`],
  escalate: [`roles.${apiGroup}`, `clusterroles.${apiGroup}`],
  impersonate: ['users.', 'serviceaccounts.', 'groups.', 'userextras.authentication.k8s.io'],
};

interface Named {
  group: string;
  resource: string;
  subresource: string;
}

/** @source k8s 1.20 kubectl/pkg/cmd/create/create_role.go validateResource */
const checkResource = (served: readonly ApiResource[], verbs: readonly string[], named: Named): Named => {
  const { group, resource, subresource } = named;
  if (resource === '') throw new KubectlError('resource must be specified if apiGroup/subresource specified');
  if (resource === '*') return named;
  const found = findResource(served, group === '' ? resource : `${resource}.${group}`);
  const known = found === undefined ? named : { group: found.group, resource: found.name, subresource };
  let isKnown = found !== undefined;
  for (const verb of verbs) {
    const special = specialVerbs[verb];
    if (special === undefined) continue;
    if (!special.includes(`${known.resource}.${known.group}`))
      throw new KubectlError(`can not perform '${verb}' on '${known.resource}' in group '${known.group}'`);
    isKnown = true;
  }
  if (isKnown) return known;
  throw new KubectlError(`the server doesn't have a resource type ${JSON.stringify(resource)}`, {
    isPlain: true,
  });
};

/** "deployments.apps/scale" */
const nameOfWord = (word: string): Named => {
  const [named = '', subresource = ''] = word.split(/\/(.*)/s);
  const [resource = '', group = ''] = named.split(/\.(.*)/s);
  return { group, resource, subresource };
};

const verbsOf = ({ verb }: RuleFlagValues): string[] => (verb.includes('*') ? ['*'] : unique(verb));

/** @source k8s 1.20 kubectl/pkg/cmd/create/create_role.go Validate */
const warnOfVerbs = (verbs: readonly string[], context: CommandContext): void => {
  if (!isAtLeast(context.version, 20)) return;
  for (const verb of verbs)
    if (!resourceVerbs.has(verb)) context.err(`Warning: '${verb}' is not a standard resource verb\n`);
};

/** A rule per API group. @source k8s 1.20 kubectl/pkg/cmd/create/create_role.go generateResourcePolicyRules */
const rulesOf = async (flags: RuleFlagValues, context: CommandContext): Promise<unknown[]> => {
  const verbs = verbsOf(flags);
  if (verbs.length === 0) throw new KubectlError('at least one verb must be specified');
  warnOfVerbs(verbs, context);
  if (flags.resource.length === 0) throw new KubectlError('at least one resource must be specified');
  const served = await context.resources();
  const groups = new Map<string, string[]>();
  const words = flags.resource.includes('*') ? ['*'] : flags.resource;
  for (const word of words) {
    const { group, resource, subresource } = checkResource(served, verbs, nameOfWord(word));
    const combined = subresource === '' ? resource : `${resource}/${subresource}`;
    groups.set(group, unique([...(groups.get(group) ?? []), combined]));
  }
  const names = unique(flags['resource-name']);
  return [...groups.keys()].sort().map((group) => ({
    verbs,
    apiGroups: [group],
    resources: groups.get(group)!,
    ...(names.length > 0 ? { resourceNames: names } : {}),
  }));
};

/** @source k8s 1.20 kubectl/pkg/cmd/create/create_clusterrole.go Validate */
const checkUrls = (verbs: readonly string[], urls: readonly string[]): void => {
  const wrong = verbs.find((verb) => !urlVerbs.has(verb));
  if (wrong !== undefined) throw new KubectlError(`invalid verb: '${wrong}' for nonResourceURL`);
  for (const url of urls) {
    if (url === '*') continue;
    if (!url.startsWith('/')) throw new KubectlError('nonResourceURL should start with /');
    if (url.slice(0, -1).includes('*'))
      throw new KubectlError("nonResourceURL only supports wildcard matches when '*' is at the end");
  }
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
    const urls = unique(flags['non-resource-url']);
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
        rules: null,
      };
    }
    if (flags.verb.length === 0) throw new KubectlError('at least one verb must be specified');
    if (urls.length === 0 && flags.resource.length === 0)
      throw new KubectlError('one of resource or nonResourceURL must be specified');
    const rules = flags.resource.length > 0 ? await rulesOf(flags, context) : [];
    if (urls.length > 0) {
      checkUrls(verbsOf(flags), urls);
      rules.push({ verbs: verbsOf(flags), nonResourceURLs: urls });
    }
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
