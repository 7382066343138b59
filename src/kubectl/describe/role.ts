/** Describes roles and role bindings, of a namespace and of the cluster. */
import type { KubeObject, RoleBinding } from '../../kube/index.ts';
import { defineDescriber } from './describer.ts';
import type { Describer } from './describer.ts';
import { goList, metadataLines, nameLines } from './metadata-lines.ts';

interface Rule {
  verbs: string[];
  apiGroups: string[];
  resources: string[];
  resourceNames: string[];
  nonResourceURLs: string[];
}

interface Role extends KubeObject {
  rules?: Partial<Rule>[] | null;
}

/** One rule for each verb of each resource or URL. @source k8s 1.20 kubectl/pkg/util/rbac/rbac.go BreakdownRule */
const breakDown = (rule: Partial<Rule>): Rule[] => {
  const { verbs = [], apiGroups = [], resources = [], resourceNames = [], nonResourceURLs = [] } = rule;
  const ofResources = apiGroups.flatMap((group) =>
    resources.flatMap((resource) =>
      verbs.flatMap((verb) =>
        (resourceNames.length === 0 ? [[]] : resourceNames.map((name) => [name])).map((names) => ({
          verbs: [verb],
          apiGroups: [group],
          resources: [resource],
          resourceNames: names,
          nonResourceURLs: [],
        })),
      ),
    ),
  );
  const ofUrls = nonResourceURLs.flatMap((url) =>
    verbs.map((verb) => ({
      verbs: [verb],
      apiGroups: [],
      resources: [],
      resourceNames: [],
      nonResourceURLs: [url],
    })),
  );
  return [...ofResources, ...ofUrls];
};

/** Verbs of the same resource together. @source k8s 1.20 kubectl/pkg/util/rbac/rbac.go CompactRules, SortableRuleSlice */
const compact = (rules: readonly Rule[]): Rule[] => {
  const byResource = new Map<string, Rule>();
  const others: Rule[] = [];
  for (const rule of rules) {
    if (rule.nonResourceURLs.length > 0) {
      others.push(rule);
      continue;
    }
    const key = [rule.apiGroups[0], rule.resources[0], rule.resourceNames[0]].join('\0');
    const known = byResource.get(key);
    if (known === undefined) byResource.set(key, { ...rule, verbs: [...rule.verbs] });
    else known.verbs.push(...rule.verbs);
  }
  const order = ({ verbs, apiGroups, resources, resourceNames, nonResourceURLs }: Rule): string =>
    [verbs, apiGroups, resources, resourceNames, nonResourceURLs].map(goList).join(',');
  return [...others, ...byResource.values()].sort((a, b) =>
    order(a) < order(b) ? -1 : order(a) > order(b) ? 1 : 0,
  );
};

/** "deployments.apps/scale". @source k8s 1.20 kubectl/pkg/describe/describe.go CombineResourceGroup */
const resourceText = ({ resources, apiGroups }: Rule): string => {
  const [resource] = resources;
  if (resource === undefined) return '';
  const [name = '', ...rest] = resource.split('/');
  const group = (apiGroups[0] ?? '') === '' ? '' : `.${apiGroups[0]!}`;
  return `${name}${group}${rest.length === 0 ? '' : `/${rest.join('/')}`}`;
};

const role = (kind: string): Describer =>
  defineDescriber<Role>({
    group: 'rbac.authorization.k8s.io',
    kind,
    hasEvents: false,
    describe(object, writer) {
      nameLines(writer, object, false);
      metadataLines(writer, object);
      writer.line(0, 'PolicyRule:');
      writer.line(1, 'Resources\tNon-Resource URLs\tResource Names\tVerbs');
      writer.line(1, '---------\t-----------------\t--------------\t-----');
      for (const rule of compact((object.rules ?? []).flatMap(breakDown))) {
        const lists = [rule.nonResourceURLs, rule.resourceNames, rule.verbs].map(goList).join('\t');
        writer.line(1, `${resourceText(rule)}\t${lists}`);
      }
    },
  });

const binding = (kind: string): Describer =>
  defineDescriber<RoleBinding>({
    group: 'rbac.authorization.k8s.io',
    kind,
    hasEvents: false,
    describe(object, writer) {
      nameLines(writer, object, false);
      metadataLines(writer, object);
      writer.line(0, 'Role:');
      writer.line(1, `Kind:\t${object.roleRef.kind}`);
      writer.line(1, `Name:\t${object.roleRef.name}`);
      writer.line(0, 'Subjects:');
      writer.line(1, 'Kind\tName\tNamespace');
      writer.line(1, '----\t----\t---------');
      for (const { kind: subject, name, namespace = '' } of object.subjects ?? []) {
        writer.line(1, `${subject}\t${name}\t${namespace}`);
      }
    },
  });

/** @source k8s 1.20 kubectl/pkg/describe/describe.go RoleDescriber, RoleBindingDescriber */
export const roleDescribers = [
  role('Role'),
  role('ClusterRole'),
  binding('RoleBinding'),
  binding('ClusterRoleBinding'),
];
