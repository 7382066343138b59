/** RBAC's rules, the attributes of requests, and the policy that each minor starts with. */
import { expect } from 'chai';
import {
  parseKubernetesVersion,
  uncoveredRules,
  type KubeObject,
  type PolicyRule,
} from '../../../src/kube/index.ts';
import type { Identity } from '../../../src/simulator/authentication/index.ts';
import {
  attributesOf,
  createAuthorizer,
  isResource,
  type Attributes,
  type PolicySource,
} from '../../../src/simulator/authorization/index.ts';
import { createSimulator } from '../../../src/simulator/index.ts';
import { testLab } from '../bare-world.ts';

const group = 'rbac.authorization.k8s.io';
const jane: Identity = { username: 'jane', groups: ['system:authenticated', 'devs'] };
const version = parseKubernetesVersion('1.20')!;

/** One role, bound to jane in the whole cluster. */
const holding = (...rules: PolicyRule[]): PolicySource => {
  const metadata = { name: 'r' };
  const objects: Record<string, KubeObject> = {
    [`clusterroles.${group}`]: {
      apiVersion: `${group}/v1`,
      kind: 'ClusterRole',
      metadata,
      rules,
    } as KubeObject,
    [`clusterrolebindings.${group}`]: {
      apiVersion: `${group}/v1`,
      kind: 'ClusterRoleBinding',
      metadata,
      roleRef: { apiGroup: group, kind: 'ClusterRole', name: 'r' },
      subjects: [{ apiGroup: group, kind: 'Group', name: 'devs' }],
    } as KubeObject,
  };
  return {
    get: (resource) => objects[resource],
    list: (resource) => (objects[resource] === undefined ? [] : [objects[resource]]),
  };
};

const ask = (method: string, target: string): Attributes => {
  const [path = '', query = ''] = target.split('?');
  return attributesOf({ method, path, query: new URLSearchParams(query) });
};

const may = (rule: PolicyRule, method: string, target: string): boolean =>
  createAuthorizer(holding(rule), version).authorize(jane, ask(method, target)).isAllowed;

describe('attributes of a request', () => {
  const told = (method: string, target: string): string => {
    const attributes = ask(method, target);
    if (!isResource(attributes)) return `${attributes.verb} ${attributes.path}`;
    const { verb, resource, subresource, namespace, name } = attributes;
    return [verb, attributes.group, resource, subresource, namespace, name].join(' ');
  };

  it('are those of upstream', () => {
    for (const [method, target, wanted] of [
      ['GET', '/api/v1/namespaces/team/pods/web/log', 'get  pods log team web'],
      ['GET', '/api/v1/pods', 'list  pods   '],
      ['GET', '/api/v1/pods?watch=true', 'watch  pods   '],
      ['GET', '/api/v1/watch/namespaces/team/pods', 'watch  pods  team '],
      ['GET', '/api/v1/namespaces/team/pods?fieldSelector=metadata.name%3Dweb', 'list  pods  team web'],
      ['GET', '/api/v1/namespaces/team', 'get  namespaces  team team'],
      ['PUT', '/api/v1/namespaces/team/finalize', 'update  namespaces finalize team team'],
      ['DELETE', '/apis/apps/v1/namespaces/team/deployments', 'deletecollection apps deployments  team '],
      [
        'PATCH',
        '/apis/apps/v1/namespaces/team/deployments/web/scale',
        'patch apps deployments scale team web',
      ],
      ['HEAD', '/api/v1/nodes/w1', 'get  nodes   w1'],
      ['GET', '/api/v1', 'get /api/v1'],
      ['GET', '/apis/apps/v1', 'get /apis/apps/v1'],
      ['POST', '/metrics', 'post /metrics'],
    ] as const)
      expect(told(method, target), target).to.equal(wanted);
  });
});

describe('rules', () => {
  const pods = '/api/v1/namespaces/team/pods';

  it('allow by verb, group, resource and name', () => {
    const rule = { verbs: ['get'], apiGroups: [''], resources: ['pods'] };
    expect(may(rule, 'GET', `${pods}/web`)).to.equal(true);
    expect(may(rule, 'GET', pods)).to.equal(false);
    expect(may(rule, 'GET', `${pods}/web/log`)).to.equal(false);
    expect(may({ ...rule, apiGroups: ['apps'] }, 'GET', `${pods}/web`)).to.equal(false);
    expect(may({ ...rule, resourceNames: ['web'] }, 'GET', `${pods}/web`)).to.equal(true);
    expect(may({ ...rule, resourceNames: ['web'] }, 'GET', `${pods}/other`)).to.equal(false);
    const everything = { verbs: ['*'], apiGroups: ['*'], resources: ['*'] };
    expect(may(everything, 'DELETE', '/apis/apps/v1/namespaces/team/deployments/web/scale')).to.equal(true);
    expect(may(everything, 'GET', '/metrics')).to.equal(false);
  });

  it('know subresources, also those of any resource', () => {
    const scale = { verbs: ['patch'], apiGroups: ['apps'], resources: ['*/scale'] };
    expect(may(scale, 'PATCH', '/apis/apps/v1/namespaces/team/deployments/web/scale')).to.equal(true);
    expect(may(scale, 'PATCH', '/apis/apps/v1/namespaces/team/deployments/web')).to.equal(false);
    expect(
      may({ verbs: ['get'], apiGroups: [''], resources: ['pods/log'] }, 'GET', `${pods}/web/log`),
    ).to.equal(true);
  });

  it('allow paths, also all below one', () => {
    const rule = { verbs: ['get'], nonResourceURLs: ['/logs/*', '/healthz'] };
    expect(
      ['/logs/a/b', '/logs/', '/healthz', '/healthz/ping', '/logs'].map((path) => may(rule, 'GET', path)),
    ).to.deep.equal([true, true, true, false, false]);
    expect(may({ verbs: ['*'], nonResourceURLs: ['*'] }, 'POST', '/anything')).to.equal(true);
  });

  it('cover others or leave some over', () => {
    const wanted = [{ verbs: ['get', 'list'], apiGroups: [''], resources: ['pods', 'pods/log'] }];
    const owned = [
      { verbs: ['*'], apiGroups: ['*'], resources: ['*/log'] },
      { verbs: ['get'], apiGroups: [''], resources: ['pods'] },
    ];
    expect(uncoveredRules(owned, wanted)).to.deep.equal([
      { verbs: ['list'], apiGroups: [''], resources: ['pods'] },
    ]);
    const named = [{ verbs: ['get'], apiGroups: [''], resources: ['pods'], resourceNames: ['a'] }];
    expect(uncoveredRules(named, [{ verbs: ['get'], apiGroups: [''], resources: ['pods'] }])).to.have.length(
      1,
    );
    expect(uncoveredRules([{ verbs: ['get'], apiGroups: [''], resources: ['pods'] }], named)).to.deep.equal(
      [],
    );
    const urls = [{ verbs: ['get'], nonResourceURLs: ['/logs/*'] }];
    expect(uncoveredRules(urls, [{ verbs: ['get'], nonResourceURLs: ['/logs/a'] }])).to.deep.equal([]);
  });
});

describe('the policy that a cluster starts with', () => {
  const rolesOf = (minor: string) => {
    const { api } = createSimulator({ lab: testLab(), version: minor });
    const names = (resource: string): string[] => {
      const answer = api.list(`${resource}.${group}`);
      return answer.ok ? answer.value.items.map(({ metadata }) => metadata.name) : [];
    };
    return {
      api,
      roles: names('clusterroles'),
      bindings: names('clusterrolebindings'),
      local: names('roles'),
    };
  };

  it('is that of its minor', () => {
    const old = rolesOf('1.20');
    expect(old.roles).to.have.length(62).and.include('system:service-account-issuer-discovery');
    expect(old.bindings).to.have.length(47);
    expect(old.local).to.include('kubeadm:kubelet-config-1.20');
    const recent = rolesOf('1.33');
    expect(recent.bindings).to.include('kubeadm:cluster-admins');
    expect(recent.local).to.include('kubeadm:kubelet-config');
    expect(recent.roles.length).to.be.greaterThan(old.roles.length);
  });

  it('has gathered the rules of admin, edit and view', () => {
    const { api } = rolesOf('1.20');
    const sizes = ['admin', 'edit', 'view'].map((name) => {
      const answer = api.get(`clusterroles.${group}`, undefined, name);
      return answer.ok ? (answer.value.rules ?? []).length : 0;
    });
    expect(sizes).to.deep.equal([21, 19, 9]);
  });

  it('is older than all else, and has a uid of its own in every cluster', () => {
    const [one, other] = [1, 2].map((seed) => createSimulator({ lab: testLab(), version: '1.20', seed }));
    const read = ({ api }: typeof one & object) => {
      const answer = api.get(`clusterroles.${group}`, undefined, 'view');
      return answer.ok ? answer.value.metadata : undefined;
    };
    expect(Number(read(one!)!.resourceVersion)).to.be.lessThan(18_000);
    expect(read(one!)!.uid).to.not.equal(read(other!)!.uid);
  });
});
