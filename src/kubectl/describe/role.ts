/** Describes roles and role bindings, of a namespace and of the cluster. */
import { breakDownRule, compactRules, sortRules } from '../../kube/index.ts';
import type { PolicyRule, RoleBinding, RoleObject } from '../../kube/index.ts';
import { defineDescriber } from './describer.ts';
import type { Describer } from './describer.ts';
import { goList, metadataLines, nameLines } from './metadata-lines.ts';

/** "deployments.apps/scale". @source k8s 1.20 kubectl/pkg/describe/describe.go CombineResourceGroup */
const resourceText = ({ resources, apiGroups }: PolicyRule): string => {
  const [resource] = resources ?? [];
  if (resource === undefined) return '';
  const [name = '', ...rest] = resource.split('/');
  const group = (apiGroups?.[0] ?? '') === '' ? '' : `.${apiGroups![0]!}`;
  return `${name}${group}${rest.length === 0 ? '' : `/${rest.join('/')}`}`;
};

/** A rule as a row: resource, URLs, names, verbs. */
export const ruleLine = (rule: PolicyRule): string =>
  [
    resourceText(rule),
    ...[rule.nonResourceURLs, rule.resourceNames, rule.verbs].map((words) => goList([...(words ?? [])])),
  ].join('\t');

const role = (kind: string): Describer =>
  defineDescriber<RoleObject>({
    group: 'rbac.authorization.k8s.io',
    kind,
    hasEvents: false,
    describe(object, writer) {
      nameLines(writer, object, false);
      metadataLines(writer, object);
      writer.line(0, 'PolicyRule:');
      writer.line(1, 'Resources\tNon-Resource URLs\tResource Names\tVerbs');
      writer.line(1, '---------\t-----------------\t--------------\t-----');
      for (const rule of sortRules(compactRules((object.rules ?? []).flatMap(breakDownRule))))
        writer.line(1, ruleLine(rule));
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
