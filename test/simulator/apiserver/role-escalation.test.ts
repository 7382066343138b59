/** Nobody grants what it does not hold. The texts are the referee's (1.20.2). */
import { expect } from 'chai';
import type { Identity } from '../../../src/simulator/authentication/index.ts';
import { createSimulator } from '../../../src/simulator/index.ts';
import { testLab } from '../bare-world.ts';

const group = 'rbac.authorization.k8s.io';
const jane: Identity = { username: 'jane', groups: ['system:authenticated'] };
const admin = { user: 'kubectl' };
const byJane = { user: 'kubectl', identity: jane };

const subject = { apiGroup: group, kind: 'User', name: 'jane' };
const role = (name: string, rules: unknown[], kind = 'Role') => ({
  apiVersion: `${group}/v1`,
  kind,
  metadata: { name },
  rules,
});
const binding = (name: string, kind: string, of: string, own = 'RoleBinding') => ({
  apiVersion: `${group}/v1`,
  kind: own,
  metadata: { name },
  roleRef: { apiGroup: group, kind, name: of },
  subjects: [subject],
});

const createCluster = () => {
  const { api, runUntil, nowMs } = createSimulator({ lab: testLab(), version: '1.20' });
  const create = (
    resource: string,
    object: unknown,
    by: Parameters<typeof api.create>[3] = byJane,
  ): string => {
    const namespace = resource.startsWith('cluster') ? undefined : 'default';
    const answer = api.create(`${resource}.${group}`, namespace, object, by);
    return answer.ok ? 'created' : (answer.status.message ?? '');
  };
  return { api, create, pass: (ms: number) => runUntil(nowMs() + ms) };
};

const manages = { apiGroups: [group], resources: ['roles', 'rolebindings'], verbs: ['create', 'update'] };
const reads = (...resources: string[]) => ({ apiGroups: [''], resources, verbs: ['get', 'list'] });

describe('granting of permissions', () => {
  it('is refused beyond what the granter holds', () => {
    const { create } = createCluster();
    create('roles', role('manager', [manages, reads('pods')]), admin);
    create('rolebindings', binding('manager', 'Role', 'manager'), admin);
    expect(create('roles', role('readers', [reads('pods')]))).to.equal('created');
    expect(create('roles', role('more', [reads('pods', 'secrets')]))).to.equal(
      'roles.rbac.authorization.k8s.io "more" is forbidden: user "jane" (groups=["system:authenticated"]) is attempting to grant RBAC permissions not currently held:\n{APIGroups:[""], Resources:["secrets"], Verbs:["get" "list"]}',
    );
    expect(create('rolebindings', binding('more', 'ClusterRole', 'view'))).to.match(
      /^rolebindings.rbac.authorization.k8s.io "more" is forbidden: user "jane" \(groups=\["system:authenticated"\]\) is attempting to grant RBAC permissions not currently held:\n\{APIGroups:\[""\], Resources:\["bindings"\], Verbs:\["get" "list" "watch"\]\}\n/,
    );
    expect(create('rolebindings', binding('readers', 'Role', 'readers'))).to.equal('created');
    expect(create('rolebindings', binding('none', 'ClusterRole', 'nosuchrole'))).to.equal(
      'clusterroles.rbac.authorization.k8s.io "nosuchrole" not found',
    );
  });

  it('names roles that could not be found on the way', () => {
    const { create } = createCluster();
    create('rolebindings', binding('a', 'Role', 'nosuch'), admin);
    create('clusterrolebindings', binding('b', 'ClusterRole', 'nosuch', 'ClusterRoleBinding'), admin);
    expect(create('roles', role('more', [reads('pods')]))).to.match(
      /; resolution errors: \[\[clusterroles.rbac.authorization.k8s.io "nosuch" not found, roles.rbac.authorization.k8s.io "nosuch" not found\]\]$/,
    );
  });

  it('is allowed to who may escalate, or bind the role', () => {
    const { create } = createCluster();
    create('roles', role('escalate', [{ ...manages, verbs: ['escalate'] }]), admin);
    create('rolebindings', binding('escalate', 'Role', 'escalate'), admin);
    expect(create('roles', role('more', [reads('secrets')]))).to.equal('created');
    expect(create('rolebindings', binding('view', 'ClusterRole', 'view'))).to.match(/is attempting to grant/);
    const bind = {
      apiGroups: [group],
      resources: ['clusterroles'],
      resourceNames: ['view'],
      verbs: ['bind'],
    };
    create('roles', role('bind', [bind]), admin);
    create('rolebindings', binding('bind', 'Role', 'bind'), admin);
    expect(create('rolebindings', binding('view', 'ClusterRole', 'view'))).to.equal('created');
    expect(create('rolebindings', binding('edit', 'ClusterRole', 'edit'))).to.match(/is attempting to grant/);
  });

  it('is unbounded to masters', () => {
    const { create } = createCluster();
    const identity: Identity = { username: 'root', groups: ['system:masters'] };
    expect(create('roles', role('all', [reads('secrets')]), { user: 'kubectl', identity })).to.equal(
      'created',
    );
  });

  it('wants everything of who gathers rules', () => {
    const { create } = createCluster();
    const gatherer = {
      ...role('gatherer', [], 'ClusterRole'),
      aggregationRule: { clusterRoleSelectors: [{ matchLabels: { a: 'b' } }] },
    };
    expect(create('clusterroles', gatherer)).to.equal(
      'clusterroles.rbac.authorization.k8s.io "gatherer" is forbidden: must have cluster-admin privileges to use the aggregationRule',
    );
    expect(create('clusterroles', gatherer, admin)).to.equal('created');
  });
});

describe('aggregated cluster roles', () => {
  it('gather the rules of those that bear the labels, once each', () => {
    const { api, create, pass } = createCluster();
    const labelled = (name: string) => ({
      ...role(name, [reads('pods')], 'ClusterRole'),
      metadata: { name, labels: { 'rbac.authorization.k8s.io/aggregate-to-view': 'true' } },
    });
    const rulesOf = (name: string) => {
      const answer = api.get(`clusterroles.${group}`, undefined, name);
      return answer.ok
        ? (answer.value.rules ?? []).filter(({ apiGroups }) => apiGroups?.includes('things'))
        : [];
    };
    const rules = [{ apiGroups: ['things'], resources: ['things'], verbs: ['get'] }];
    create('clusterroles', { ...labelled('things'), rules }, admin);
    create('clusterroles', { ...labelled('things-too'), rules }, admin);
    pass(1000);
    for (const name of ['view', 'edit', 'admin']) expect(rulesOf(name), name).to.deep.equal(rules);
    api.delete(`clusterroles.${group}`, undefined, 'things', {}, admin);
    api.delete(`clusterroles.${group}`, undefined, 'things-too', {}, admin);
    pass(1000);
    for (const name of ['view', 'edit', 'admin']) expect(rulesOf(name), name).to.deep.equal([]);
  });
});
