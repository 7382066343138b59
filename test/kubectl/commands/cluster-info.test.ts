import { expect } from 'chai';
import { kubectlOnSimulator } from '../kubectl-on-simulator.ts';

const service = (name: string, port: number, portName: string): string =>
  JSON.stringify({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace: 'kube-system', labels: { 'kubernetes.io/cluster-service': 'true' } },
    spec: { ports: [{ name: portName, port }] },
  });

describe('kubectl cluster-info', () => {
  it('tells where the API is, and where services of the cluster are behind its proxy', async () => {
    const kubectl = kubectlOnSimulator({
      '/root/a.json': service('dashboard', 443, 'https'),
      '/root/b.json': service('metrics', 80, 'http'),
    });
    await kubectl.out('create -f a.json');
    await kubectl.out('create -f b.json');
    const { stdout } = await kubectl.run('cluster-info', { server: 'https://127.0.0.1:26443' });
    const proxied = 'https://127.0.0.1:26443/api/v1/namespaces/kube-system/services';
    expect(stdout).to.equal(
      [
        'Kubernetes control plane is running at https://127.0.0.1:26443',
        `dashboard is running at ${proxied}/https:dashboard:https/proxy`,
        `metrics is running at ${proxied}/metrics:http/proxy`,
        '',
        "To further debug and diagnose cluster problems, use 'kubectl cluster-info dump'.",
        '',
      ].join('\n'),
    );
  });

  it('asks the cluster where it is when no kubeconfig says so', async () => {
    const [first] = (await kubectlOnSimulator().out('cluster-info')).split('\n');
    expect(first).to.match(/^Kubernetes control plane is running at https:\/\/192\.168\.\d+\.\d+:6443$/);
  });
});
