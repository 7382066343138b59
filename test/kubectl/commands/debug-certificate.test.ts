import { expect } from 'chai';
import { kubectlOnSimulator } from '../kubectl-on-simulator.ts';

describe('kubectl debug', () => {
  it('wants a pod and an image', async () => {
    const kubectl = kubectlOnSimulator();
    expect(await kubectl.fails('debug')).to.equal('error: NAME is required for debug\n');
    await kubectl.out('run web --image=nginx');
    expect(await kubectl.fails('debug web -it')).to.equal(
      'error: you must specify --image, --set-image or command arguments.\n',
    );
  });

  it('says so where the cluster knows no ephemeral containers', async () => {
    const kubectl = kubectlOnSimulator();
    await kubectl.out('run web --image=nginx');
    const { exitCode, stderr } = await kubectl.run('debug web --image=nginx -q');
    expect([exitCode, stderr]).to.deep.equal([
      1,
      'error: ephemeral containers are disabled for this cluster (error from server: "the server could not find the requested resource").\n',
    ]);
  });
});

const request = `apiVersion: certificates.k8s.io/v1
kind: CertificateSigningRequest
metadata:
  name: jane
spec:
  request: LS0tCg==
  signerName: kubernetes.io/kube-apiserver-client
  usages: [client auth]
`;

describe('kubectl certificate', () => {
  it('approves once, and denies nothing that is approved', async () => {
    const kubectl = kubectlOnSimulator({ '/root/csr.yaml': request });
    await kubectl.out('create -f csr.yaml');
    expect(await kubectl.out('certificate approve jane')).to.equal(
      'certificatesigningrequest.certificates.k8s.io/jane approved\n',
    );
    expect(await kubectl.fails('certificate deny jane')).to.equal(
      'error: certificate signing request "jane" is already Approved\n',
    );
    expect(await kubectl.out('get csr --no-headers')).to.match(/Approved/);
  });
});
