/** Defaults of NetworkPolicy, Ingress, RBAC bindings and PriorityClass. */
import type { UnknownObject } from '../objects/index.ts';
import { defineDefaults } from './defaulter.ts';
import { change, changeEach, fill } from './fill.ts';

interface Rule {
  ports?: { protocol?: string }[];
}
type NetworkPolicy = UnknownObject & { spec: { ingress?: Rule[]; egress?: Rule[]; policyTypes?: string[] } };

const ruleDefaults = (rule: Rule): Rule =>
  change(rule, 'ports', (ports) => changeEach(ports, (port) => fill(port, { protocol: 'TCP' })));

/** @source k8s 1.20 pkg/apis/networking/v1/defaults.go SetDefaults_NetworkPolicy */
export const networkPolicy = defineDefaults<NetworkPolicy>(
  ['networking.k8s.io/v1/NetworkPolicy', 'extensions/v1beta1/NetworkPolicy'],
  (object) =>
    change(object, 'spec', (given) => {
      const spec = fill(given, {
        policyTypes: given.egress === undefined ? ['Ingress'] : ['Ingress', 'Egress'],
      });
      const changed = change(spec, 'ingress', (rules) => changeEach(rules, ruleDefaults));
      return change(changed, 'egress', (rules) => changeEach(rules, ruleDefaults));
    }),
);

interface Path {
  pathType?: string;
}
type Ingress = UnknownObject & { spec: { rules?: { http?: { paths?: Path[] | null } }[] } };

/** The beta versions had a default path type. @source k8s 1.20 pkg/apis/networking/v1beta1/defaults.go SetDefaults_HTTPIngressPath */
export const betaIngress = defineDefaults<Ingress>(
  ['networking.k8s.io/v1beta1/Ingress', 'extensions/v1beta1/Ingress'],
  (object) =>
    change(object, 'spec', (spec) =>
      change(spec, 'rules', (rules) =>
        changeEach(rules, (rule) =>
          change(rule, 'http', (http) =>
            change(http, 'paths', (paths) =>
              changeEach(paths, (path) => fill(path, { pathType: 'ImplementationSpecific' })),
            ),
          ),
        ),
      ),
    ),
);

interface Subject {
  kind: string;
  apiGroup?: string;
}
type Binding = UnknownObject & { subjects?: Subject[]; roleRef?: { apiGroup?: string } };
const rbacGroup = 'rbac.authorization.k8s.io';

/** @source k8s 1.20 pkg/apis/rbac/v1/defaults.go SetDefaults_RoleBinding, SetDefaults_Subject */
export const roleBinding = defineDefaults<Binding>(
  [
    `${rbacGroup}/v1/RoleBinding`,
    `${rbacGroup}/v1/ClusterRoleBinding`,
    `${rbacGroup}/v1beta1/RoleBinding`,
    `${rbacGroup}/v1beta1/ClusterRoleBinding`,
  ],
  (object) => {
    const bound = change(object, 'roleRef', (reference) =>
      reference.apiGroup === undefined || reference.apiGroup === ''
        ? { ...reference, apiGroup: rbacGroup }
        : reference,
    );
    return change(bound, 'subjects', (subjects) =>
      changeEach(subjects, (subject) =>
        subject.kind === 'User' || subject.kind === 'Group'
          ? fill(subject, { apiGroup: rbacGroup })
          : subject,
      ),
    );
  },
);

/** @source k8s 1.20 pkg/apis/scheduling/v1/defaults.go SetDefaults_PriorityClass */
export const priorityClass = defineDefaults<UnknownObject>(
  ['scheduling.k8s.io/v1/PriorityClass', 'scheduling.k8s.io/v1beta1/PriorityClass'],
  (object) => fill(object, { preemptionPolicy: 'PreemptLowerPriority' }),
);
