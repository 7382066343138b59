/** A real kubectl against the served cluster, compared with our own. Skipped where there is none. */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { ServedCluster } from '../../src/serve/index.ts';
import { createSimulatorBackend } from '../../src/backends/index.ts';
import { runKubectl } from '../../src/kubectl/index.ts';
import { parseKubernetesVersion } from '../../src/kube/index.ts';
import { clientTool } from './clients/client-tools.ts';
import { realKubectl } from './real-kubectl.ts';
import { startCluster } from './served-cluster.ts';
import { testLab } from '../simulator/bare-world.ts';

const binary = [
  process.env['LABPROOF_KUBECTL_1_20'] ?? '',
  clientTool('kubectl-1.20') ?? '',
  join(homedir(), '.cache/referee/1.20/bin/kubectl'),
].find((file) => file !== '' && existsSync(file));

const manifest = `apiVersion: apps/v1
kind: Deployment
metadata: {name: echo, labels: {app: echo}}
spec:
  replicas: 3
  selector: {matchLabels: {app: echo}}
  template:
    metadata: {labels: {app: echo}}
    spec:
      containers: [{name: nginx, image: nginx}]
`;

/** Ages differ with the moment of asking. */
const withoutAges = (text: string): string => text.replace(/\b(\d+[smhd])+\b/g, 'AGE').replace(/ +/g, ' ');

describe('kubectl 1.20 against the served cluster', function () {
  this.timeout(60_000);
  let cluster: ServedCluster;
  const folder = mkdtempSync(join(tmpdir(), 'labproof-serve-'));
  const kubeconfig = join(folder, 'kubeconfig');
  const kubectl = realKubectl(binary, folder);

  before(async function () {
    if (binary === undefined) {
      console.log(
        '      skipped: there is no kubectl 1.20 here (tools/clients/install.sh puts one there; or name one in LABPROOF_KUBECTL_1_20)',
      );
      this.skip();
    }
    cluster = await startCluster('1.20', 50);
    writeFileSync(kubeconfig, cluster.kubeconfig);
    writeFileSync(join(folder, 'echo.yaml'), manifest);
  });
  after(async () => {
    if (binary !== undefined) await cluster.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('prints what our own prints', async () => {
    const backend = createSimulatorBackend({ lab: testLab(), version: '1.20' });
    const version = parseKubernetesVersion('1.20.2')!;
    const files = { home: '/root', cwd: '/root', read: () => undefined, list: () => undefined };
    for (const line of [
      'get nodes',
      'get nodes -o wide',
      'get namespaces',
      'get pods --all-namespaces',
      'get nothing',
      'get pod nothing',
      'scale deployment nothing --replicas=3',
      'delete pod nothing',
      'auth can-i create pods',
    ]) {
      const real = await kubectl(...line.split(' '));
      const { api, clock, can } = backend;
      const own = await runKubectl(line, { api, clock, can, version, files });
      const told = { code: real.code, out: withoutAges(real.out), err: withoutAges(real.err) };
      expect(
        { code: own.exitCode, out: withoutAges(own.stdout), err: withoutAges(own.stderr) },
        line,
      ).to.deep.equal(told);
    }
  });

  it('creates, rolls out, scales, execs, drains and deletes', async () => {
    const file = join(folder, 'echo.yaml');
    expect((await kubectl('create', '-f', file)).out).to.equal('deployment.apps/echo created\n');
    expect((await kubectl('rollout', 'status', 'deployment', 'echo')).out).to.match(
      /successfully rolled out\n$/,
    );
    expect((await kubectl('set', 'image', 'deployment/echo', 'nginx=nginx:1.16.0')).out).to.equal(
      'deployment.apps/echo image updated\n',
    );
    expect((await kubectl('rollout', 'status', 'deployment', 'echo')).code).to.equal(0);
    expect((await kubectl('rollout', 'undo', 'deployment', 'echo')).out).to.equal(
      'deployment.apps/echo rolled back\n',
    );
    expect((await kubectl('rollout', 'status', 'deployment', 'echo')).code).to.equal(0);
    let names: string[] = [];
    // Those of the undone rollout take their time to go.
    while (names.length !== 3) names = (await kubectl('get', 'pods', '-o', 'name')).out.trim().split('\n');
    const ran = await kubectl('exec', names[0]!, '--', 'sh', '-c', 'echo out; echo err >&2; exit 3');
    expect(ran).to.deep.equal({ code: 3, out: 'out\n', err: 'err\ncommand terminated with exit code 3\n' });
    expect((await kubectl('apply', '-f', file, '--dry-run=server')).out).to.equal(
      'deployment.apps/echo configured (server dry run)\n',
    );
    const node = (await kubectl('get', names[0]!, '-o', 'jsonpath={.spec.nodeName}')).out;
    const drained = await kubectl('drain', node, '--ignore-daemonsets');
    expect(drained.out).to.contain(`node/${node} evicted`);
    expect((await kubectl('get', 'nodes', node)).out).to.contain('Ready,SchedulingDisabled');
    expect((await kubectl('delete', '-f', file)).out).to.equal('deployment.apps "echo" deleted\n');
  });

  it('checks manifests against the schema', async () => {
    const file = join(folder, 'typo.yaml');
    writeFileSync(file, manifest.replace('replicas', 'replicaz'));
    const { code, err } = await kubectl('create', '-f', file);
    expect(code).to.equal(1);
    expect(err).to.contain('unknown field "replicaz" in io.k8s.api.apps.v1.DeploymentSpec');
    expect((await kubectl('explain', 'pod.spec.nodeName')).out).to.contain('FIELD:    nodeName <string>');
  });
});
