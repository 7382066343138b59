/** A real kubectl as other users, by --as and by tokens, compared with our own. Skipped where there is none. */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { createSimulatorBackend } from '../../src/backends/index.ts';
import { parseKubernetesVersion } from '../../src/kube/index.ts';
import { runKubectl } from '../../src/kubectl/index.ts';
import type { ServedCluster } from '../../src/serve/index.ts';
import { testLab } from '../simulator/bare-world.ts';
import { realKubectl, type Ran } from './real-kubectl.ts';
import { startCluster } from './served-cluster.ts';

const binary = [
  process.env['LABPROOF_KUBECTL_1_20'] ?? '',
  join(homedir(), '.cache/referee/1.20/bin/kubectl'),
].find((file) => file !== '' && existsSync(file));

const robot = '--as=system:serviceaccount:team:robot';

/** In order; the same cluster takes them all. */
const lines = [
  'create namespace team',
  'create sa robot -n team',
  'create role reader --verb=get,list,watch --resource=pods,pods/log -n team',
  'create rolebinding robot-reads --role=reader --serviceaccount=team:robot -n team',
  `auth can-i list pods -n team ${robot}`,
  `auth can-i list pods -A ${robot}`,
  `auth can-i get pods/log -n team ${robot}`,
  `auth can-i get pods --subresource=log -n team ${robot}`,
  `auth can-i get nodes ${robot}`,
  `auth can-i get foos.bar ${robot}`,
  `auth can-i fly pods ${robot}`,
  `auth can-i get /logs/ ${robot}`,
  `auth can-i get /healthz ${robot}`,
  `auth can-i * * ${robot}`,
  `auth can-i --list -n team ${robot}`,
  'auth can-i --list --no-headers',
  'auth can-i --list --as=nobody',
  'auth can-i get',
  'auth can-i --list -A',
  `get pods -n team ${robot}`,
  `get pods ${robot}`,
  `get pods -A ${robot}`,
  `get pod x -n team ${robot}`,
  `delete pod x -n team ${robot}`,
  `get node m-k8s ${robot}`,
  `create deployment d --image=nginx -n team ${robot}`,
  `exec x -n default ${robot} -- ls`,
  'get pods --as-group=devs',
  'create clusterrolebinding bad --clusterrole=nosuch --user=jane',
  'get pods --as=jane',
  'get pods --as=jane --as-group=system:masters',
  'create role rb-admin --verb=* --resource=roles,rolebindings -n team',
  'create role roles --verb=create,get --resource=roles,rolebindings -n team',
  'create rolebinding joe --role=roles --user=joe -n team',
  'create role grab --verb=get,list --resource=secrets,pods -n team --as=joe',
  'create rolebinding grab --clusterrole=edit --user=joe -n team --as=joe',
  'create rolebinding grab --clusterrole=nosuchrole --user=joe -n team --as=joe',
  'describe role reader -n team',
  'describe rolebinding robot-reads -n team',
  'describe clusterrole view',
  'describe clusterrole admin',
  'describe clusterrolebinding cluster-admin',
  'get clusterroles --no-headers -o custom-columns=NAME:.metadata.name',
  'get clusterrolebindings -o wide',
  'get roles,rolebindings -A -o name',
  'set subject rolebinding robot-reads --user=bob -n team',
  'get rolebindings -n team -o wide',
  'auth whoami',
  'create token robot -n team',
];

const withoutTimes = (text: string): string =>
  text
    .replace(/\b(\d+[smhd])+\b/g, 'AGE')
    .replace(/ +/g, ' ')
    .trimEnd();

describe('kubectl 1.20 as other users', function () {
  this.timeout(60_000);
  let cluster: ServedCluster;
  const folder = mkdtempSync(join(tmpdir(), 'labproof-access-'));
  const kubeconfig = join(folder, 'kubeconfig');
  const kubectl = realKubectl(binary, folder);

  before(async function () {
    if (binary === undefined) {
      console.log('      skipped: there is no kubectl 1.20 here (name one in LABPROOF_KUBECTL_1_20)');
      this.skip();
    }
    cluster = await startCluster('1.20', 50);
    writeFileSync(kubeconfig, cluster.kubeconfig);
  });
  after(async () => {
    if (binary !== undefined) await cluster.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('prints what our own prints', async () => {
    const { api, clock, can } = createSimulatorBackend({ lab: testLab(), version: '1.20' });
    const version = parseKubernetesVersion('1.20.2')!;
    for (const line of lines) {
      const real = await kubectl(...line.split(' '));
      const own = await runKubectl(line.split(' '), { api, clock, can, version });
      await clock.sleep(100);
      expect(
        { code: own.exitCode, out: withoutTimes(own.stdout), err: withoutTimes(own.stderr) },
        line,
      ).to.deep.equal({ code: real.code, out: withoutTimes(real.out), err: withoutTimes(real.err) });
    }
  });

  it('is taken for the service account whose token it shows', async () => {
    const { out: secret } = await kubectl(
      'get',
      'sa',
      'robot',
      '-n',
      'team',
      '-o',
      'jsonpath={.secrets[0].name}',
    );
    const { out: encoded } = await kubectl(
      'get',
      'secret',
      secret,
      '-n',
      'team',
      '-o',
      'jsonpath={.data.token}',
    );
    const other = join(folder, 'robot');
    const token = Buffer.from(encoded, 'base64').toString();
    writeFileSync(other, cluster.kubeconfig.replace(cluster.token, token));
    const asRobot = (...args: string[]): Promise<Ran> => kubectl(`--kubeconfig=${other}`, ...args);
    expect(await asRobot('get', 'pods', '-n', 'team')).to.deep.include({
      code: 0,
      err: 'No resources found in team namespace.\n',
    });
    expect((await asRobot('get', 'pods')).err).to.equal(
      'Error from server (Forbidden): pods is forbidden: User "system:serviceaccount:team:robot" cannot list resource "pods" in API group "" in the namespace "default"\n',
    );
    expect(await asRobot('auth', 'can-i', 'list', 'pods', '-n', 'team')).to.deep.include({
      code: 0,
      out: 'yes\n',
    });
    expect((await asRobot('get', 'nodes', '--as=jane')).err).to.match(
      /users "jane" is forbidden: User "system:serviceaccount:team:robot" cannot impersonate resource "users"/,
    );
    writeFileSync(other, cluster.kubeconfig.replace(cluster.token, `${token}x`));
    expect((await asRobot('get', 'pods')).err).to.equal(
      'error: You must be logged in to the server (Unauthorized)\n',
    );
  });

  it('is refused a session that it may not open', async () => {
    await kubectl('run', 'web', '--image=nginx');
    await kubectl('wait', '--for=condition=Ready', 'pod/web');
    await kubectl('create', 'rolebinding', 'jane-views', '--clusterrole=view', '--user=jane');
    expect((await kubectl('exec', 'web', '--as=jane', '--', 'ls')).err).to.equal(
      'Error from server (Forbidden): pods "web" is forbidden: User "jane" cannot create resource "pods/exec" in API group "" in the namespace "default": RBAC: clusterrole.rbac.authorization.k8s.io "nosuch" not found\n',
    );
    expect((await kubectl('exec', 'web', '--', 'hostname')).out).to.equal('web\n');
    expect((await kubectl('logs', 'web', '--as=jane')).code).to.equal(0);
  });
});
