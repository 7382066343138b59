import { expect } from 'chai';
import { kubectlOnSimulator } from '../kubectl-on-simulator.ts';
import { deploymentYaml, podYaml } from './changing-files.ts';

const files = {
  '/root/web.yaml': deploymentYaml('web'),
  '/root/two.yaml': `${podYaml('a')}---\n${podYaml('b')}`,
  '/root/half.yaml': `${podYaml('first')}---\na: [1\n`,
  '/root/typo.yaml': 'apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {contaners: []}\n',
  '/root/numbers.yaml':
    'apiVersion: v1\nkind: Pod\nmetadata: {name: p, labels: [a]}\nspec: {containers: [{name: c, image: nginx, ports: [{containerPort: x}]}, null]}\n',
  '/root/env': '# note\nA=1\nB=\n',
};

describe('kubectl create', () => {
  it('creates what manifests say, up to the one that does not parse', async () => {
    const kubectl = kubectlOnSimulator(files);
    expect(await kubectl.out('kubectl create -f two.yaml')).to.equal('pod/a created\npod/b created\n');
    expect(await kubectl.run('create -f half.yaml')).to.deep.equal({
      exitCode: 1,
      stdout: 'pod/first created\n',
      stderr:
        "error: error parsing half.yaml: error converting YAML to JSON: yaml: line 6: did not find expected ',' or ']'\n",
    });
    expect(await kubectl.fails('create -f two.yaml')).to.equal(
      'Error from server (AlreadyExists): error when creating "two.yaml": pods "a" already exists\n' +
        'Error from server (AlreadyExists): error when creating "two.yaml": pods "b" already exists\n',
    );
  });

  it('only says what it would do in a dry run', async () => {
    const kubectl = kubectlOnSimulator(files);
    expect(await kubectl.out('create -f web.yaml --dry-run=client')).to.equal(
      'deployment.apps/web created (dry run)\n',
    );
    expect(await kubectl.out('create -f web.yaml --dry-run=server')).to.equal(
      'deployment.apps/web created (server dry run)\n',
    );
    expect(await kubectl.fails('get deployment web')).to.match(/not found/);
    expect(await kubectl.fails('create -f web.yaml --dry-run=maybe')).to.equal(
      'error: Invalid dry-run value (maybe). Must be "none", "server", or "client".\n',
    );
    expect((await kubectl.run('create deployment web --image=nginx --dry-run')).stderr).to.match(
      /^W0120 12:00:00\.000000 {4}4242 helpers\.go:553] --dry-run is deprecated and can be replaced with --dry-run=client\.\n$/,
    );
  });

  it('refuses fields that the schema does not have', async () => {
    const kubectl = kubectlOnSimulator(files);
    expect(await kubectl.fails('create -f typo.yaml')).to.match(
      /^error: error validating "typo\.yaml": error validating data: \[ValidationError\(Pod\.spec\): unknown field "contaners" in io\.k8s\.api\.core\.v1\.PodSpec, /,
    );
    const wrong = await kubectl.fails('create -f numbers.yaml');
    expect(wrong).to.contain(
      'ValidationError(Pod.metadata.labels): invalid type for io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta.labels: got "array", expected "map"',
    );
    expect(wrong).to.contain('unknown object type "nil" in Pod.spec.containers[1]');
    expect(wrong).to.contain(
      'ValidationError(Pod.spec.containers[0].ports[0].containerPort): invalid type for io.k8s.api.core.v1.ContainerPort.containerPort: got "string", expected "integer"',
    );
    const newer = kubectlOnSimulator(files, '1.27.0');
    expect(await newer.fails('create -f typo.yaml')).to.equal(
      'Error from server (BadRequest): error when creating "typo.yaml": Pod in version "v1" cannot be handled as a Pod: strict decoding error: unknown field "spec.contaners"\n',
    );
  });

  it('makes objects of a command line', async () => {
    const kubectl = kubectlOnSimulator(files);
    expect(await kubectl.out('create deployment web --image=nginx --replicas=2')).to.equal(
      'deployment.apps/web created\n',
    );
    expect(await kubectl.fails('create deployment web --image=nginx')).to.equal(
      'error: failed to create deployment: deployments.apps "web" already exists\n',
    );
    expect(await kubectl.out('create configmap cm --from-env-file=env')).to.equal('configmap/cm created\n');
    expect(await kubectl.out('get cm cm -o jsonpath={.data}')).to.equal('{"A":"1","B":""}');
    expect(await kubectl.out('create cronjob c --image=nginx --schedule="* * * * *" -n default')).to.equal(
      'cronjob.batch/c created\n',
    );
    expect(await kubectl.out('create job j --from=cronjob/c')).to.equal('job.batch/j created\n');
    expect(await kubectl.fails('create job k --from=deployment/web')).to.equal(
      'error: from must be an existing cronjob\n',
    );
  });

  it('writes generated objects with the fields in the order of Go', async () => {
    const kubectl = kubectlOnSimulator();
    const text = await kubectl.out('create namespace dev --dry-run=client -o json');
    expect(text).to.equal(
      '{\n    "kind": "Namespace",\n    "apiVersion": "v1",\n    "metadata": {\n        "name": "dev",\n        "creationTimestamp": null\n    },\n    "spec": {},\n    "status": {}\n}\n',
    );
    const newest = kubectlOnSimulator({}, '1.34.0');
    expect(await newest.out('create namespace dev --dry-run=client -o yaml')).to.not.contain(
      'creationTimestamp',
    );
  });

  it('knows which flags 1.18 did not have', async () => {
    const old = kubectlOnSimulator({}, '1.18.0');
    expect(await old.fails('create deployment web --image=nginx --replicas=2')).to.match(
      /^Error: unknown flag: --replicas\n/,
    );
  });
});

describe('kubectl run', () => {
  it('makes one pod, and a service when asked', async () => {
    const kubectl = kubectlOnSimulator();
    expect(await kubectl.out('run web --image=nginx --port=80 --expose')).to.equal(
      'service/web created\npod/web created\n',
    );
    expect(await kubectl.out('get svc web -o jsonpath={.spec.selector}')).to.equal('{"run":"web"}');
  });

  it('refuses what it cannot do', async () => {
    const kubectl = kubectlOnSimulator();
    expect(await kubectl.fails('run web --image=nginx -it')).to.match(/does not attach to containers/);
    expect(await kubectl.fails('run web --image=Bad')).to.equal(
      'error: Invalid image name "Bad": repository name must be lowercase\n',
    );
  });
});
