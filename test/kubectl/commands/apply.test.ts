import { expect } from 'chai';
import { kubectlOnSimulator } from '../kubectl-on-simulator.ts';
import { deploymentYaml, podYaml } from './changing-files.ts';

const files: Record<string, string> = {
  '/root/web.yaml': deploymentYaml('web', 3),
  '/root/more.yaml': deploymentYaml('web', 5),
  '/root/pod.yaml': podYaml('a'),
  '/root/otherns.yaml': podYaml('a').replace('{name: a}', '{name: a, namespace: other}'),
};

describe('kubectl apply', () => {
  it('creates, configures, and leaves alone what is as it should be', async () => {
    const kubectl = kubectlOnSimulator(files);
    expect(await kubectl.out('apply -f web.yaml')).to.equal('deployment.apps/web created\n');
    expect(await kubectl.out('apply -f web.yaml')).to.equal('deployment.apps/web unchanged\n');
    expect(await kubectl.out('apply -f more.yaml')).to.equal('deployment.apps/web configured\n');
    expect(await kubectl.out('get deploy web -o jsonpath={.spec.replicas}')).to.equal('5');
  });

  it('keeps what others changed and removes what it had set before', async () => {
    const kubectl = kubectlOnSimulator({
      ...files,
      '/root/labels.yaml': deploymentYaml('web', 3).replace(
        'labels: {app: web}',
        'labels: {app: web, extra: one}',
      ),
    });
    await kubectl.out('apply -f labels.yaml');
    await kubectl.out('label deployment web own=mine');
    await kubectl.out('apply -f web.yaml');
    expect(await kubectl.out('get deploy web -o jsonpath={.metadata.labels}')).to.equal(
      '{"app":"web","own":"mine"}',
    );
  });

  it('warns of objects that were not applied before', async () => {
    const kubectl = kubectlOnSimulator(files);
    await kubectl.out('create -f web.yaml');
    const { stdout, stderr } = await kubectl.run('apply -f web.yaml');
    expect(stdout).to.equal('deployment.apps/web configured\n');
    expect(stderr).to.match(/^Warning: resource deployments\/web is missing the kubectl\.kubernetes\.io/);
    const old = kubectlOnSimulator(files, '1.18.0');
    await old.out('create -f web.yaml');
    expect((await old.run('apply -f web.yaml')).stderr).to.equal(
      'Warning: kubectl apply should be used on resource created by either kubectl create --save-config or kubectl apply\n',
    );
  });

  it('keeps the configuration as kubectl writes it', async () => {
    const kubectl = kubectlOnSimulator(files);
    await kubectl.out('apply -f pod.yaml');
    expect(
      await kubectl.out(
        "get pod a -o jsonpath='{.metadata.annotations.kubectl\\.kubernetes\\.io/last-applied-configuration}'",
      ),
    ).to.equal(
      '{"apiVersion":"v1","kind":"Pod","metadata":{"annotations":{},"name":"a","namespace":"default"},"spec":{"containers":[{"image":"nginx","name":"c"}]}}\n',
    );
    expect(await kubectl.out('apply view-last-applied pod a')).to.match(/^apiVersion: v1\nkind: Pod\n/);
  });

  it('says what is wrong', async () => {
    const kubectl = kubectlOnSimulator(files);
    expect(await kubectl.fails('apply')).to.equal('error: must specify one of -f and -k\n');
    expect(await kubectl.fails('apply -k dir')).to.match(/does not build kustomizations/);
    expect(await kubectl.fails('apply -f web.yaml --prune --all')).to.match(/does not prune/);
    expect(await kubectl.fails('apply -f nofile.yaml')).to.equal(
      'error: the path "nofile.yaml" does not exist\n',
    );
    expect(await kubectl.fails('apply -f otherns.yaml')).to.equal(
      'Error from server (NotFound): error when creating "otherns.yaml": namespaces "other" not found\n',
    );
    await kubectl.out('apply -f pod.yaml');
    expect(await kubectl.fails('apply set-last-applied -f web.yaml')).to.equal(
      'Error from server (NotFound): error when getting "web.yaml": deployments.apps "web" not found\n',
    );
  });
});

describe('kubectl replace', () => {
  it('puts the manifest in the place of the object', async () => {
    const kubectl = kubectlOnSimulator(files);
    await kubectl.out('create -f web.yaml');
    expect(await kubectl.out('replace -f more.yaml')).to.equal('deployment.apps/web replaced\n');
    expect(await kubectl.out('get deploy web -o jsonpath={.spec.replicas}')).to.equal('5');
    expect(await kubectl.out('replace --force -f web.yaml')).to.equal(
      'deployment.apps "web" deleted\ndeployment.apps/web replaced\n',
    );
    expect(await kubectl.fails('replace -f pod.yaml')).to.equal(
      'Error from server (NotFound): error when replacing "pod.yaml": pods "a" not found\n',
    );
  });
});
