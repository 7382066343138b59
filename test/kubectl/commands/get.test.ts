import { expect } from 'chai';
import { deploymentNamed, kubectlOnSimulator, podNamed, put } from '../kubectl-on-simulator.ts';
import type { Kubectl } from '../kubectl-on-simulator.ts';

describe('kubectl get', () => {
  let kubectl: Kubectl;
  before(async () => {
    kubectl = kubectlOnSimulator({
      '/root/pods.yaml':
        'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\n---\napiVersion: v1\nkind: Pod\nmetadata: {name: b-long}\n',
    });
    await put(kubectl, podNamed('a', { app: 'web', tier: 'x' }), 0);
    await put(kubectl, podNamed('b-long'), 30_000);
  });

  it('prints a table', async () => {
    expect(await kubectl.out('kubectl get pods')).to.equal(
      'NAME     READY   STATUS    RESTARTS   AGE\na        1/1     Running   0          30s\nb-long   1/1     Running   0          30s\n',
    );
    expect(await kubectl.out('get po a --no-headers')).to.equal('a     1/1   Running   0     30s\n');
    expect(await kubectl.out('get pod/b-long pod/a --show-labels')).to.equal(
      'NAME     READY   STATUS    RESTARTS   AGE   LABELS\nb-long   1/1     Running   0          30s   <none>\na        1/1     Running   0          30s   app=web,tier=x\n',
    );
    expect(await kubectl.out('get pods -L app -l app')).to.equal(
      'NAME   READY   STATUS    RESTARTS   AGE   APP\na      1/1     Running   0          30s   web\n',
    );
    expect((await kubectl.out('get pods -A -o wide')).split('\n')[0]).to.equal(
      'NAMESPACE   NAME     READY   STATUS    RESTARTS   AGE   IP           NODE     NOMINATED NODE   READINESS GATES',
    );
  });

  it('parts kinds by an empty line and names them', async () => {
    expect(await kubectl.out('get po,svc,rs')).to.match(
      /^NAME +READY .*\npod\/a .*\npod\/b-long .*\n\nNAME +TYPE .*\nservice\/kubernetes .*\n$/,
    );
    expect(await kubectl.out('get pods a --show-kind')).to.match(/^NAME +READY .*\npod\/a /);
  });

  it('prints objects whole: one bare, several as a List', async () => {
    const one = JSON.parse(await kubectl.out('get pod a -o json')) as Record<string, unknown>;
    expect(one.kind).to.equal('Pod');
    const list = await kubectl.out('get pods -l app -o json');
    expect(JSON.parse(list)).to.deep.include({
      kind: 'List',
      metadata: { resourceVersion: '', selfLink: '' },
    });
    expect(await kubectl.out('get pods a b-long -o yaml')).to.match(
      /^apiVersion: v1\nitems:\n- apiVersion: v1\n {2}kind: Pod\n/,
    );
    expect(await kubectl.out('get pods,svc -o name')).to.equal('pod/a\npod/b-long\nservice/kubernetes\n');
    expect(await kubectl.out(`get pods -o jsonpath='{.items[*].metadata.name}'`)).to.equal('a b-long');
    expect(await kubectl.out('get pods -o custom-columns=N:.metadata.name,T:.metadata.labels.tier')).to.equal(
      'N        T\na        x\nb-long   <none>\n',
    );
    expect(
      await kubectl.out(`get pods -o go-template='{{range .items}}{{.metadata.name}};{{end}}'`),
    ).to.equal('a;b-long;');
    expect(await kubectl.out('get -f pods.yaml -o name')).to.equal('pod/a\npod/b-long\n');
  });

  it('sorts', async () => {
    expect(await kubectl.out(`get pods --sort-by=.metadata.labels.app -o name`)).to.equal(
      'pod/b-long\npod/a\n',
    );
    expect(await kubectl.out(`get pods --sort-by='{.metadata.name}' --no-headers`)).to.match(
      /^a .*\nb-long /,
    );
    expect(await kubectl.fails('get pods --sort-by=.nope')).to.equal(
      `error: couldn't find any field with path "{.nope}" in the list of objects\n`,
    );
  });

  it('says that there is nothing', async () => {
    const none = { exitCode: 0, stdout: '' };
    expect(await kubectl.run('get deploy,rs')).to.deep.equal({
      ...none,
      stderr: 'No resources found in default namespace.\n',
    });
    expect(await kubectl.run('get pods -n kube-system')).to.deep.equal({
      ...none,
      stderr: 'No resources found in kube-system namespace.\n',
    });
    expect(await kubectl.run('get rs -A')).to.deep.equal({ ...none, stderr: 'No resources found\n' });
    expect(await kubectl.run('get pv')).to.deep.equal({ ...none, stderr: 'No resources found\n' });
    expect(await kubectl.run('get pod nope --ignore-not-found')).to.deep.equal({ ...none, stderr: '' });
  });

  it("fails in kubectl's words", async () => {
    expect(await kubectl.fails('get pod nope')).to.equal(
      'Error from server (NotFound): pods "nope" not found\n',
    );
    expect(await kubectl.fails('get pod/nope svc/nope')).to.equal(
      'Error from server (NotFound): pods "nope" not found\nError from server (NotFound): services "nope" not found\n',
    );
    expect(await kubectl.fails('get nothing')).to.equal(
      `error: the server doesn't have a resource type "nothing"\n`,
    );
    expect(await kubectl.fails('get pods,')).to.equal(`error: the server doesn't have a resource type ""\n`);
    expect(await kubectl.fails('get pods nope -l a=b')).to.equal(
      'error: name cannot be provided when a selector is specified\n',
    );
    expect(await kubectl.fails('get pod a/b/c')).to.equal(
      `error: there is no need to specify a resource type as a separate argument when passing arguments in resource/name form (e.g. 'kubectl get resource/<resource_name>' instead of 'kubectl get resource resource/<resource_name>'\n`,
    );
    expect(await kubectl.fails('get pod a -A')).to.equal(
      'error: a resource cannot be retrieved by name across all namespaces\n',
    );
    expect(await kubectl.fails('get pods --field-selector=nope=1')).to.equal(
      'Error from server (BadRequest): Unable to find "/v1, Resource=pods" that match label selector "", field selector "nope=1": field label not supported: nope\n',
    );
    expect(await kubectl.fails('get -f nofile.yaml')).to.equal(
      'error: the path "nofile.yaml" does not exist\n',
    );
    expect(await kubectl.fails('get pods -o nope')).to.equal(
      'error: unable to match a printer suitable for the output format "nope", allowed formats are: custom-columns,custom-columns-file,go-template,go-template-file,json,jsonpath,jsonpath-as-json,jsonpath-file,name,template,templatefile,wide,yaml\n',
    );
    expect(await kubectl.fails('get cm cm --show-managed-fields')).to.equal(
      "Error: unknown flag: --show-managed-fields\nSee 'kubectl get --help' for usage.\n",
    );
    expect(await kubectl.fails('get')).to.equal(
      'You must specify the type of resource to get. Use "kubectl api-resources" for a complete list of supported resources.\n\n' +
        'error: Required resource not specified.\nUse "kubectl explain <resource>" for a detailed description of that resource (e.g. kubectl explain pods).\n' +
        "See 'kubectl get -h' for help and examples\n",
    );
  });

  it('prints what there is before it fails on the rest', async () => {
    const { exitCode, stdout, stderr } = await kubectl.run('get pod a nope --no-headers');
    expect({ exitCode, stdout, stderr }).to.deep.equal({
      exitCode: 1,
      stdout: 'a     1/1   Running   0     30s\n',
      stderr: 'Error from server (NotFound): pods "nope" not found\n',
    });
  });

  it('watches until nothing is left to happen, a row for every change', async () => {
    const watched = kubectlOnSimulator();
    await put(watched, deploymentNamed('web', 1), 0);
    const pieces: string[] = [];
    const { stdout } = await watched.run('get pods -w', { onOutput: (_, text) => pieces.push(text) });
    const rows = stdout.trimEnd().split('\n');
    expect(rows[0]).to.match(/^NAME +READY +STATUS +RESTARTS +AGE$/);
    expect(rows.map((row) => row.split(/ +/)[2])).to.include.members([
      'Pending',
      'ContainerCreating',
      'Running',
    ]);
    expect(pieces.length).to.be.greaterThan(2);
    expect(pieces.join('')).to.equal(stdout);
  });

  it('stops a watch at --request-timeout', async () => {
    const startMs = kubectl.backend.clock.now();
    await kubectl.run('get nodes -w --request-timeout=5s');
    expect(kubectl.backend.clock.now() - startMs).to.be.at.most(5000);
  });
});
