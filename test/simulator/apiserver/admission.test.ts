import { expect } from 'chai';
import type { Node, Secret, ServiceAccount } from '../../../src/kube/index.ts';
import { bareWorld, by, pod, status, value } from '../bare-world.ts';

const withToken = (version: string) => {
  const { world } = bareWorld({ version });
  const token: Secret = {
    apiVersion: 'v1',
    kind: 'Secret',
    type: 'kubernetes.io/service-account-token',
    metadata: {
      name: 'default-token-abcde',
      namespace: 'default',
      annotations: { 'kubernetes.io/service-account.name': 'default' },
    },
  };
  value(world.api.create('secrets', 'default', token, by));
  const account = value(world.api.get('serviceaccounts', 'default', 'default'));
  const changed: ServiceAccount = {
    ...account,
    automountServiceAccountToken: true,
    secrets: [{ name: token.metadata.name }],
  };
  value(world.api.update('serviceaccounts', changed, by));
  return world;
};

describe('admission', () => {
  it('mounts the token secret of the service account before 1.21', () => {
    const made = value(withToken('1.20').api.create('pods', 'default', pod('web'), by));
    expect(made.spec.serviceAccountName).to.equal('default');
    expect(made.spec.volumes).to.deep.equal([
      { name: 'default-token-abcde', secret: { secretName: 'default-token-abcde', defaultMode: 420 } },
    ]);
    expect(made.spec.containers[0]?.volumeMounts).to.deep.equal([
      {
        name: 'default-token-abcde',
        readOnly: true,
        mountPath: '/var/run/secrets/kubernetes.io/serviceaccount',
      },
    ]);
  });

  it('mounts a projected token since 1.21', () => {
    const made = value(withToken('1.21').api.create('pods', 'default', pod('web'), by));
    expect(made.spec.volumes?.[0]?.name).to.match(/^kube-api-access-[a-z0-9]{5}$/);
    expect(made.spec.volumes?.[0]?.projected?.sources).to.have.length(3);
  });

  it('refuses a service account that is not there', () => {
    const { world } = bareWorld();
    const object = pod('web', {
      spec: { containers: [{ name: 'a', image: 'nginx' }], serviceAccountName: 'ci' },
    });
    expect(status(world.api.create('pods', 'default', object, by)).message).to.equal(
      'pods "web" is forbidden: error looking up service account default/ci: serviceaccount "ci" not found',
    );
  });

  it('adds tolerations of five minutes and the priority', () => {
    const { world } = bareWorld();
    const made = value(world.api.create('pods', 'default', pod('web'), by));
    expect(
      made.spec.tolerations?.map(({ key, tolerationSeconds }) => [key, tolerationSeconds]),
    ).to.deep.equal([
      ['node.kubernetes.io/not-ready', 300],
      ['node.kubernetes.io/unreachable', 300],
    ]);
    expect(made.spec.priority).to.equal(0);
  });

  it('knows the system priority classes, and no other', () => {
    const { world } = bareWorld();
    const of = (priorityClassName: string) =>
      pod('web', { spec: { containers: [{ name: 'a', image: 'nginx' }], priorityClassName } });
    expect(status(world.api.create('pods', 'default', of('gold'), by)).message).to.equal(
      'pods "web" is forbidden: no PriorityClass with name gold was found',
    );
    expect(value(world.api.create('pods', 'default', of('system-node-critical'), by)).spec.priority).to.equal(
      2000001000,
    );
  });

  it('taints a new node until it was seen ready', () => {
    const { world } = bareWorld();
    const node: Node = { apiVersion: 'v1', kind: 'Node', metadata: { name: 'n' }, spec: {} };
    expect(value(world.api.create('nodes', undefined, node, by)).spec.taints).to.deep.equal([
      { key: 'node.kubernetes.io/not-ready', effect: 'NoSchedule' },
    ]);
  });
});

describe('admission that is switched off', () => {
  it('lets pods pass without a service account', () => {
    const { api } = bareWorld({ withoutAdmission: ['ServiceAccount'] }).world;
    value(
      api.create(
        'namespaces',
        undefined,
        { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'n' } },
        by,
      ),
    );
    const made = value(
      api.create('pods', 'n', pod('web', { metadata: { name: 'web', namespace: 'n' } }), by),
    );
    expect(made.spec.serviceAccountName).to.equal(undefined);
    expect(made.spec.priority).to.equal(0);
  });
});
