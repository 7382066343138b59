/** The workstation's kubeconfig. */
import { expect } from 'chai';
import { createSimulatorBackend } from '../../../src/backends/index.ts';
import { parseKubernetesVersion } from '../../../src/kube/index.ts';
import { runKubectl } from '../../../src/kubectl/index.ts';
import { testLab } from '../../simulator/bare-world.ts';

const workstation = (clientVersion = '1.20.2', canWrite = true) => {
  const { api, clock } = createSimulatorBackend({ lab: testLab() });
  const written = new Map<string, string>();
  const files = {
    home: '/root',
    cwd: '/root',
    read: (path: string) => written.get(path),
    list: () => undefined,
    ...(canWrite ? { write: (path: string, text: string) => void written.set(path, text) } : {}),
  };
  const version = parseKubernetesVersion(clientVersion)!;
  return async (line: string): Promise<string> => {
    const { stdout, stderr } = await runKubectl(line, { api, clock, files, version });
    return stdout + stderr;
  };
};

describe('kubectl config', () => {
  it('shows the config of a new cluster', async () => {
    const kubectl = workstation();
    expect(await kubectl('config current-context')).to.equal('kubernetes-admin@kubernetes\n');
    expect(await kubectl('config view')).to.equal(`apiVersion: v1
clusters:
- cluster:
    certificate-authority-data: DATA+OMITTED
    server: https://192.168.1.10:6443
  name: kubernetes
contexts:
- context:
    cluster: kubernetes
    user: kubernetes-admin
  name: kubernetes-admin@kubernetes
current-context: kubernetes-admin@kubernetes
kind: Config
preferences: {}
users:
- name: kubernetes-admin
  user:
    client-certificate-data: REDACTED
    client-key-data: REDACTED
`);
    expect(await workstation('1.30')('config view')).to.contain('client-key-data: DATA+OMITTED');
  });

  it('makes another namespace that of the context', async () => {
    const kubectl = workstation();
    await kubectl('create namespace team');
    expect(await kubectl('config set-context --current --namespace=team')).to.equal(
      'Context "kubernetes-admin@kubernetes" modified.\n',
    );
    expect(await kubectl('create configmap settings')).to.equal('configmap/settings created\n');
    expect(await kubectl('get pods')).to.equal('No resources found in team namespace.\n');
    expect(await kubectl('get configmap settings -n default')).to.match(/not found/);
    expect(await kubectl('config get-contexts')).to.equal(
      'CURRENT   NAME                          CLUSTER      AUTHINFO           NAMESPACE\n*         kubernetes-admin@kubernetes   kubernetes   kubernetes-admin   team\n',
    );
    expect(await kubectl('config view --minify')).to.contain('    namespace: team\n');
  });

  it('changes between contexts', async () => {
    const kubectl = workstation();
    expect(await kubectl('config set-context other --namespace=team')).to.equal('Context "other" created.\n');
    expect(await kubectl('config use-context other')).to.equal('Switched to context "other".\n');
    expect(await kubectl('get pods')).to.equal('No resources found in team namespace.\n');
    expect(await kubectl('config use-context none')).to.equal(
      'error: no context exists with the name: "none"\n',
    );
    expect(await kubectl('config use-context kubernetes-admin@kubernetes')).to.match(/^Switched/);
    expect(await kubectl('get pods')).to.equal('No resources found in default namespace.\n');
  });

  it('says so where it cannot be changed', async () => {
    expect(await workstation('1.20.2', false)('config set-context --current --namespace=x')).to.match(
      /^error: labproof's kubectl has no kubeconfig to change here/,
    );
  });
});
