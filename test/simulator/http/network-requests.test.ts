/** Pods that ask the API with the tokens mounted into them. */
import { expect } from 'chai';
import { createSimulatorBackend } from '../../../src/backends/index.ts';
import { testLab } from '../bare-world.ts';

const folder = '/var/run/secrets/kubernetes.io/serviceaccount';
const pods = 'https://kubernetes.default.svc/api/v1/namespaces/default/pods';

const createPod = async (version: string) => {
  const backend = createSimulatorBackend({ lab: testLab(), version });
  const { api, clock, can } = backend;
  const resource = { group: '', version: 'v1', name: 'pods' };
  await api.create(resource, 'default', {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'asker' },
    spec: { containers: [{ name: 'nginx', image: 'nginx' }] },
  });
  await clock.sleep(20_000);
  const shell = async (line: string): Promise<string> => {
    const target = { namespace: 'default', pod: 'asker' };
    return (await can.exec!(target, ['sh', '-c', line])).stdout;
  };
  const curl = (more = '') =>
    shell(
      `curl -s --cacert ${folder}/ca.crt -H "Authorization: Bearer $(cat ${folder}/token)" ${more} ${pods}`,
    );
  return { api, clock, shell, curl };
};

for (const version of ['1.20', '1.24', '1.33']) {
  describe(`a pod's own requests to the API, ${version}`, () => {
    it('are refused or answered by RBAC', async () => {
      const { api, shell, curl } = await createPod(version);
      expect(JSON.parse(await curl())).to.include({
        message:
          'pods is forbidden: User "system:serviceaccount:default:default" cannot list resource "pods" in API group "" in the namespace "default"',
        code: 403,
      });
      const bindings = { group: 'rbac.authorization.k8s.io', version: 'v1', name: 'rolebindings' };
      await api.create(bindings, 'default', {
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'RoleBinding',
        metadata: { name: 'view' },
        roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'view' },
        subjects: [{ kind: 'ServiceAccount', name: 'default', namespace: 'default' }],
      });
      expect(JSON.parse(await curl())).to.include({ kind: 'PodList' });
      expect(await curl("-o /dev/null -w '%{http_code}'")).to.equal('200');
      expect(await shell(`cat ${folder}/namespace`)).to.equal('default');
      expect(JSON.parse(await shell(`curl -sk ${pods}`)).message).to.match(
        /User "system:anonymous" cannot list/,
      );
      expect(await shell('curl -s http://kubernetes.default.svc:443/version')).to.equal(
        'Client sent an HTTP request to an HTTPS server.\n',
      );
    });
  });
}

describe('a projected token', () => {
  it('is bound to its pod and renewed in time', async () => {
    const { clock, shell, curl } = await createPod('1.30');
    const token = await shell(`cat ${folder}/token`);
    const claims = JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString());
    expect(claims['kubernetes.io'].pod.name).to.equal('asker');
    expect(claims.exp - claims.iat).to.equal(365 * 24 * 3600);
    expect(claims['kubernetes.io'].warnafter - claims.iat).to.equal(3607);
    expect(await shell(`cat ${folder}/token`)).to.equal(token);
    await clock.sleep(3600_000);
    expect(await shell(`cat ${folder}/token`)).to.not.equal(token);
    expect(JSON.parse(await curl()).code).to.equal(403);
  });
});
