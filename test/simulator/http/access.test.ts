/** Who is let in, and what each may do, through the gate. The texts are the referee's (1.20.2). */
import { expect } from 'chai';
import { adminToken, createRestClient, type RestClient } from './rest-client.ts';

const rbac = '/apis/rbac.authorization.k8s.io/v1';
const group = 'rbac.authorization.k8s.io';

const role = (name: string, rules: unknown[]) => ({
  apiVersion: `${group}/v1`,
  kind: 'Role',
  metadata: { name },
  rules,
});
const binding = (name: string, kind: string, of: string, subjects: unknown[]) => ({
  apiVersion: `${group}/v1`,
  kind: 'RoleBinding',
  metadata: { name },
  roleRef: { apiGroup: group, kind, name: of },
  subjects,
});
const user = (name: string) => ({ apiGroup: group, kind: 'User', name });

/** A namespace with a robot that may read pods and their logs; answers its token. */
const createRobot = ({ ask, pass }: RestClient): string => {
  ask('POST', '/api/v1/namespaces', {
    body: { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'team' } },
  });
  const room = '/api/v1/namespaces/team';
  ask('POST', `${room}/serviceaccounts`, {
    body: { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'robot' } },
  });
  const reads = { apiGroups: [''], resources: ['pods', 'pods/log'], verbs: ['get', 'list', 'watch'] };
  ask('POST', `${rbac}/namespaces/team/roles`, { body: role('reader', [reads]) });
  ask('POST', `${rbac}/namespaces/team/rolebindings`, {
    body: binding('robot-reads', 'Role', 'reader', [
      { kind: 'ServiceAccount', name: 'robot', namespace: 'team' },
    ]),
  });
  pass(5);
  const answer = ask('POST', `${room}/serviceaccounts/robot/token`, {
    body: { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: {} },
  });
  return answer.json.status.token as string;
};

const robotName = 'system:serviceaccount:team:robot';

describe('REST: who is let in', () => {
  it('answers public paths to anybody, the rest to nobody unknown', () => {
    const { ask } = createRestClient();
    expect(ask('GET', '/version', { token: '' }).status).to.equal(200);
    expect(ask('GET', '/healthz', { token: '' }).text).to.equal('ok');
    expect(ask('GET', '/version', { token: 'wrong' }).json).to.include({
      message: 'Unauthorized',
      code: 401,
    });
    expect(ask('GET', '/', { token: '' }).json).to.deep.include({
      message: 'forbidden: User "system:anonymous" cannot get path "/"',
      details: {},
      code: 403,
    });
    expect(ask('GET', '/apis', { token: '' }).json.message).to.equal(
      'forbidden: User "system:anonymous" cannot get path "/apis"',
    );
    expect(ask('GET', '/api/v1/nodes', { token: adminToken }).status).to.equal(200);
  });

  it('tells a service account apart by its token, and what it may do', () => {
    const client = createRestClient();
    const { ask } = client;
    const token = createRobot(client);
    const messageOf = (method: string, path: string): string =>
      ask(method, path, { token }).json.message as string;
    expect(ask('GET', '/api/v1/namespaces/team/pods', { token }).status).to.equal(200);
    expect(ask('GET', '/api/v1/namespaces/team/pods/x', { token }).status).to.equal(404);
    const refused = ask('GET', '/api/v1/namespaces/default/pods', { token });
    expect(refused.json).to.deep.equal({
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message: `pods is forbidden: User "${robotName}" cannot list resource "pods" in API group "" in the namespace "default"`,
      reason: 'Forbidden',
      details: { kind: 'pods' },
      code: 403,
    });
    const who = `is forbidden: User "${robotName}" cannot`;
    for (const [method, path, message] of [
      ['GET', '/api/v1/pods', `pods ${who} list resource "pods" in API group "" at the cluster scope`],
      [
        'GET',
        '/api/v1/nodes/x',
        `nodes "x" ${who} get resource "nodes" in API group "" at the cluster scope`,
      ],
      ['GET', '/api/v1/nosuch', `nosuch ${who} list resource "nosuch" in API group "" at the cluster scope`],
      [
        'GET',
        '/api/v1/namespaces/default/pods/x/log',
        `pods "x" ${who} get resource "pods/log" in API group "" in the namespace "default"`,
      ],
      [
        'GET',
        '/api/v1/namespaces/default/pods?watch=1',
        `pods ${who} watch resource "pods" in API group "" in the namespace "default"`,
      ],
      [
        'GET',
        '/api/v1/namespaces/other',
        `namespaces "other" ${who} get resource "namespaces" in API group "" in the namespace "other"`,
      ],
      [
        'DELETE',
        '/api/v1/namespaces/team/pods',
        `pods ${who} deletecollection resource "pods" in API group "" in the namespace "team"`,
      ],
      [
        'PATCH',
        '/apis/apps/v1/namespaces/team/deployments/x/scale',
        `deployments.apps "x" ${who} patch resource "deployments/scale" in API group "apps" in the namespace "team"`,
      ],
      [
        'POST',
        '/api/v1/namespaces/team/services/x/proxy/',
        `services "x" ${who} create resource "services/proxy" in API group "" in the namespace "team"`,
      ],
      ['GET', '/nosuch', `forbidden: User "${robotName}" cannot get path "/nosuch"`],
    ] as const)
      expect(messageOf(method, path), path).to.equal(message);
  });

  it('believes a token only while its account lives, its time lasts and nobody has changed it', () => {
    const client = createRestClient();
    const { ask, pass } = client;
    const token = createRobot(client);
    const [header, payload, signature] = token.split('.');
    const claims = JSON.parse(Buffer.from(payload!, 'base64url').toString()) as Record<string, unknown>;
    expect(claims).to.include({
      iss: 'https://kubernetes.default.svc.cluster.local',
      sub: robotName,
      exp: Number(claims['iat']) + 3600,
    });
    const forged = Buffer.from(JSON.stringify({ ...claims, exp: 9999999999 })).toString('base64url');
    const statusOf = (shown: string): number =>
      ask('GET', '/api/v1/namespaces/team/pods', { token: shown }).status;
    expect([statusOf(token), statusOf(`${header}.${forged}.${signature}`)]).to.deep.equal([200, 401]);
    pass(3700);
    expect(statusOf(token)).to.equal(401);
    const again = ask('POST', '/api/v1/namespaces/team/serviceaccounts/robot/token', {
      body: {
        apiVersion: 'authentication.k8s.io/v1',
        kind: 'TokenRequest',
        spec: { expirationSeconds: 600 },
      },
    }).json.status.token as string;
    expect(statusOf(again)).to.equal(200);
    ask('DELETE', '/api/v1/namespaces/team/serviceaccounts/robot');
    expect(statusOf(again)).to.equal(401);
  });

  it('takes the token of a secret, until the secret goes', () => {
    const client = createRestClient('1.20');
    const { ask, pass } = client;
    createRobot(client);
    const account = ask('GET', '/api/v1/namespaces/team/serviceaccounts/robot').json;
    const [{ name }] = account.secrets as [{ name: string }];
    expect(name).to.match(/^robot-token-.{5}$/);
    const { data } = ask('GET', `/api/v1/namespaces/team/secrets/${name}`).json;
    const token = Buffer.from(data.token as string, 'base64').toString();
    const claims = JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString()) as unknown;
    expect(claims).to.deep.equal({
      iss: 'kubernetes/serviceaccount',
      'kubernetes.io/serviceaccount/namespace': 'team',
      'kubernetes.io/serviceaccount/secret.name': name,
      'kubernetes.io/serviceaccount/service-account.name': 'robot',
      'kubernetes.io/serviceaccount/service-account.uid': account.metadata.uid,
      sub: robotName,
    });
    expect(ask('GET', '/api/v1/namespaces/team/pods', { token }).status).to.equal(200);
    ask('DELETE', `/api/v1/namespaces/team/secrets/${name}`);
    pass(1);
    expect(ask('GET', '/api/v1/namespaces/team/pods', { token }).status).to.equal(401);
  });

  it('fills a secret that asks for a token, also since 1.24, and takes it away with its account', () => {
    const client = createRestClient('1.30');
    const { ask, pass } = client;
    createRobot(client);
    expect(ask('GET', '/api/v1/namespaces/team/serviceaccounts/robot').json.secrets).to.equal(undefined);
    ask('POST', '/api/v1/namespaces/team/secrets', {
      body: {
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: { name: 'more', annotations: { 'kubernetes.io/service-account.name': 'robot' } },
        type: 'kubernetes.io/service-account-token',
      },
    });
    pass(2);
    const { data } = ask('GET', '/api/v1/namespaces/team/secrets/more').json;
    expect(Object.keys(data as object).sort()).to.deep.equal(['ca.crt', 'namespace', 'token']);
    const token = Buffer.from(data.token as string, 'base64').toString();
    expect(ask('GET', '/api/v1/namespaces/team/pods', { token }).status).to.equal(200);
    ask('DELETE', '/api/v1/namespaces/team/serviceaccounts/robot');
    pass(2);
    expect(ask('GET', '/api/v1/namespaces/team/secrets/more').status).to.equal(404);
  });

  it('refuses requests for tokens that cannot be', () => {
    const client = createRestClient();
    const { ask } = client;
    createRobot(client);
    const path = '/api/v1/namespaces/team/serviceaccounts/robot/token';
    const messageOf = (spec: unknown, at = path): string =>
      ask('POST', at, { body: { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec } }).json
        .message as string;
    expect(messageOf({ expirationSeconds: 10 })).to.equal(
      'TokenRequest.authentication.k8s.io "" is invalid: spec.expirationSeconds: Invalid value: 10: may not specify a duration less than 10 minutes',
    );
    expect(messageOf({ boundObjectRef: { kind: 'Pod', apiVersion: 'v1', name: 'nopod' } })).to.equal(
      'pods "nopod" not found',
    );
    expect(messageOf({ boundObjectRef: { kind: 'ConfigMap', apiVersion: 'v1', name: 'c' } })).to.equal(
      'cannot bind token to object of type /v1, Kind=ConfigMap',
    );
    expect(messageOf({}, path.replace('robot', 'nosuch'))).to.equal('serviceaccounts "nosuch" not found');
  });

  it('lets act as another who may, and says what is missing', () => {
    const client = createRestClient();
    const { ask } = client;
    const token = createRobot(client);
    const asRobot = { 'impersonate-user': robotName };
    expect(
      ask('GET', '/api/v1/namespaces/team/pods', { token: adminToken, headers: asRobot }).status,
    ).to.equal(200);
    expect(ask('GET', '/api/v1/pods', { token: adminToken, headers: asRobot }).status).to.equal(403);
    expect(
      ask('GET', '/api/v1/pods', { token, headers: { 'impersonate-user': 'jane' } }).json.message,
    ).to.equal(
      `users "jane" is forbidden: User "${robotName}" cannot impersonate resource "users" in API group "" at the cluster scope`,
    );
    expect(ask('GET', '/api/v1/pods', { token, headers: asRobot }).json.message).to.equal(
      `serviceaccounts "robot" is forbidden: User "${robotName}" cannot impersonate resource "serviceaccounts" in API group "" in the namespace "team"`,
    );
    expect(
      ask('GET', '/api/v1/pods', { token: adminToken, headers: { 'impersonate-group': 'jane' } }).text,
    ).to.equal(
      'Internal Server Error: "/api/v1/pods": requested [{Group  jane    }] without impersonating a user\n',
    );
    const headers = { 'impersonate-user': 'jane', 'impersonate-group': 'system:masters' };
    expect(ask('GET', '/api/v1/pods', { token: adminToken, headers }).status).to.equal(200);
  });

  it('names the roles that bindings want and that are not there', () => {
    const client = createRestClient();
    const { ask } = client;
    createRobot(client);
    ask('POST', `${rbac}/clusterrolebindings`, {
      body: { ...binding('bad', 'ClusterRole', 'nosuch', [user('jane')]), kind: 'ClusterRoleBinding' },
    });
    ask('POST', `${rbac}/namespaces/team/rolebindings`, {
      body: binding('bad', 'Role', 'nosuch', [user('jane')]),
    });
    const headers = { 'impersonate-user': 'jane' };
    expect(ask('GET', '/api/v1/namespaces/team/pods', { token: adminToken, headers }).json.message).to.equal(
      'pods is forbidden: User "jane" cannot list resource "pods" in API group "" in the namespace "team": RBAC: [clusterrole.rbac.authorization.k8s.io "nosuch" not found, role.rbac.authorization.k8s.io "nosuch" not found]',
    );
  });

  it('lets the administrator of 1.29 in by a binding, not by system:masters', () => {
    const { ask } = createRestClient('1.29');
    expect(ask('GET', '/api/v1/nodes', { token: adminToken }).status).to.equal(200);
    expect(ask('DELETE', `${rbac}/clusterrolebindings/kubeadm:cluster-admins`).status).to.equal(200);
    expect(ask('GET', '/api/v1/nodes', { token: adminToken }).status).to.equal(403);
    const older = createRestClient('1.28').ask;
    expect(older('GET', `${rbac}/clusterrolebindings/kubeadm:cluster-admins`).status).to.equal(404);
    expect(older('DELETE', `${rbac}/clusterrolebindings/cluster-admin`).status).to.equal(200);
    expect(older('GET', '/api/v1/nodes', { token: adminToken }).status).to.equal(200);
  });

  it('wants create for a session that is opened by GET, since 1.35', () => {
    for (const [version, status] of [
      ['1.34', 400],
      ['1.35', 403],
    ] as const) {
      const client = createRestClient(version);
      createRobot(client);
      const { ask } = client;
      ask('POST', `${rbac}/namespaces/team/roles`, {
        body: role('exec', [{ apiGroups: [''], resources: ['pods/exec'], verbs: ['get'] }]),
      });
      ask('POST', `${rbac}/namespaces/team/rolebindings`, {
        body: binding('exec', 'Role', 'exec', [user('jane')]),
      });
      const headers = { 'impersonate-user': 'jane' };
      const path = '/api/v1/namespaces/team/pods/x/exec';
      expect(ask('GET', path, { token: adminToken, headers }).status, version).to.equal(status);
    }
  });
});

describe('REST: reviews', () => {
  const review = (kind: string, spec: unknown, of = 'authorization') => ({
    body: { apiVersion: `${of}.k8s.io/v1`, kind, spec },
  });
  const authorization = '/apis/authorization.k8s.io/v1';

  it('answers what a user may do', () => {
    const client = createRestClient();
    const { ask } = client;
    const token = createRobot(client);
    const resourceAttributes = { verb: 'get', resource: 'pods', namespace: 'team' };
    const path = `${authorization}/subjectaccessreviews`;
    const statusOf = (spec: unknown): unknown =>
      ask('POST', path, review('SubjectAccessReview', spec)).json.status;
    expect(statusOf({ user: 'jane', resourceAttributes })).to.deep.equal({ allowed: false });
    expect(statusOf({ user: robotName, resourceAttributes })).to.deep.equal({
      allowed: true,
      reason:
        'RBAC: allowed by RoleBinding "robot-reads/team" of Role "reader" to ServiceAccount "robot/team"',
    });
    const local = review('LocalSubjectAccessReview', { user: robotName, resourceAttributes });
    expect(
      ask('POST', `${authorization}/namespaces/team/localsubjectaccessreviews`, local).json.status.allowed,
    ).to.equal(true);
    expect(
      ask('POST', `${authorization}/namespaces/other/localsubjectaccessreviews`, local).json.message,
    ).to.match(/must match metadata.namespace$/);
    const self = review('SelfSubjectAccessReview', {
      resourceAttributes: { verb: 'delete', resource: 'nodes' },
    });
    const own = `${authorization}/selfsubjectaccessreviews`;
    expect(ask('POST', own, { ...self, token }).json.status).to.deep.equal({ allowed: false });
    expect(ask('POST', own, { ...self, token: adminToken }).json.status).to.deep.equal({
      allowed: true,
      reason:
        'RBAC: allowed by ClusterRoleBinding "cluster-admin" of ClusterRole "cluster-admin" to Group "system:masters"',
    });
    expect(ask('POST', own, review('SelfSubjectAccessReview', {})).json.message).to.equal(
      '.authorization.k8s.io "" is invalid: spec.resourceAttributes: Invalid value: "null": exactly one of nonResourceAttributes or resourceAttributes must be specified',
    );
  });

  it('lists the rules of whoever asks', () => {
    const client = createRestClient();
    const token = createRobot(client);
    const path = `${authorization}/selfsubjectrulesreviews`;
    const { status } = client.ask('POST', path, {
      ...review('SelfSubjectRulesReview', { namespace: 'team' }),
      token,
    }).json;
    expect(status.incomplete).to.equal(false);
    expect(status.resourceRules).to.deep.include({
      verbs: ['get', 'list', 'watch'],
      apiGroups: [''],
      resources: ['pods', 'pods/log'],
    });
    expect(client.ask('POST', path, review('SelfSubjectRulesReview', {})).json.message).to.equal(
      'no namespace on request',
    );
  });

  it('says whose a token is, and who asks', () => {
    const client = createRestClient('1.30');
    const { ask } = client;
    const token = createRobot(client);
    const authentication = '/apis/authentication.k8s.io/v1';
    const statusOf = (spec: unknown) =>
      ask('POST', `${authentication}/tokenreviews`, review('TokenReview', spec, 'authentication')).json
        .status;
    const known = statusOf({ token });
    expect(known).to.deep.include({
      authenticated: true,
      audiences: ['https://kubernetes.default.svc.cluster.local'],
    });
    expect(known.user.groups).to.deep.equal([
      'system:serviceaccounts',
      'system:serviceaccounts:team',
      'system:authenticated',
    ]);
    expect(Object.keys(known.user.extra as object)).to.deep.equal([
      'authentication.kubernetes.io/credential-id',
    ]);
    expect(statusOf({ token: 'bad' })).to.deep.equal({ user: {}, error: 'invalid bearer token' });
    expect(statusOf({ token, audiences: ['vault'] }).authenticated).to.equal(undefined);
    const self = ask('POST', `${authentication}/selfsubjectreviews`, {
      ...review('SelfSubjectReview', undefined, 'authentication'),
      token,
    }).json;
    expect(self.status.userInfo.username).to.equal(robotName);
  });
});
