/** A kubectl of today, built from its Go module. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { needTool, run, startClientCluster, type ClientCluster, type Ran } from './client-tools.ts';

const manifest = `apiVersion: apps/v1
kind: Deployment
metadata: {name: echo}
spec:
  replicas: 2
  selector: {matchLabels: {app: echo}}
  template:
    metadata: {labels: {app: echo}}
    spec:
      containers: [{name: nginx, image: nginx}]
`;

for (const version of ['1.36', '1.20']) {
  describe(`today's kubectl against the served cluster, ${version}`, function () {
    this.timeout(90_000);
    let tool: string;
    let cluster: ClientCluster | undefined;
    const kubectl = (...args: string[]): Promise<Ran> =>
      run(tool, [
        `--kubeconfig=${cluster!.kubeconfigFile}`,
        `--cache-dir=${join(cluster!.folder, 'cache')}`,
        ...args,
      ]);
    const file = (): string => join(cluster!.folder, 'echo.yaml');
    before(async function () {
      tool = needTool(this, 'kubectl-go');
      cluster = await startClientCluster(version, 20);
      writeFileSync(file(), manifest);
    });
    after(() => cluster?.close());

    it('applies, waits, scales and rolls out', async () => {
      expect((await kubectl('apply', '-f', file())).out).to.equal('deployment.apps/echo created\n');
      expect((await kubectl('rollout', 'status', 'deployment/echo')).out).to.match(
        /successfully rolled out\n$/,
      );
      const waited = await kubectl('wait', '--for=condition=Available', 'deployment/echo', '--timeout=20s');
      expect([waited.out, waited.err]).to.deep.equal(['deployment.apps/echo condition met\n', '']);
      expect((await kubectl('apply', '-f', file())).out).to.equal('deployment.apps/echo unchanged\n');
      expect((await kubectl('scale', 'deployment/echo', '--replicas=3')).out).to.equal(
        'deployment.apps/echo scaled\n',
      );
      expect((await kubectl('rollout', 'restart', 'deployment/echo')).out).to.equal(
        'deployment.apps/echo restarted\n',
      );
      expect((await kubectl('rollout', 'status', 'deployment/echo')).code).to.equal(0);
      expect((await kubectl('diff', '-f', file())).code).to.equal(1);
    });

    it('applies on the server, and is told of conflicts', async () => {
      const config = join(cluster!.folder, 'config.yaml');
      const text = (value: string): string =>
        `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: shared}\ndata: {key: ${value}}\n`;
      writeFileSync(config, text('one'));
      const apply = (...more: string[]): Promise<Ran> =>
        kubectl('apply', '--server-side', '-f', config, ...more);
      expect((await apply('--field-manager=first')).out).to.equal('configmap/shared serverside-applied\n');
      writeFileSync(config, text('two'));
      const refused = await apply('--field-manager=second');
      expect(refused.err).to.contain('conflict with "first": .data.key');
      expect((await apply('--field-manager=second', '--force-conflicts')).code).to.equal(0);
    });

    it('opens sessions', async () => {
      const ran = await kubectl(
        'exec',
        'deployment/echo',
        '--',
        'sh',
        '-c',
        'echo out; echo err >&2; exit 3',
      );
      expect([ran.code, ran.out, ran.err]).to.deep.equal([
        3,
        'out\n',
        'err\ncommand terminated with exit code 3\n',
      ]);
      expect((await kubectl('logs', 'deployment/echo')).code).to.equal(0);
    });

    it('reads every kind there is, and explains them', async () => {
      const named = await kubectl('api-resources', '--verbs=list', '-o', 'name');
      const kinds = named.out.trim().split('\n');
      expect(kinds).to.include.members(['pods', 'deployments.apps', 'roles.rbac.authorization.k8s.io']);
      const all = await kubectl('get', kinds.join(','), '--all-namespaces', '-o', 'name');
      const complaints = all.err.split('\n').filter((line) => line !== '' && !line.startsWith('Warning: '));
      expect([all.code, complaints]).to.deep.equal([0, []]);
      expect(all.out).to.contain('node/w1-k8s\n');
      expect((await kubectl('explain', 'deployment.spec.replicas')).out).to.match(/replicas <integer>/);
      expect((await kubectl('auth', 'can-i', 'create', 'pods')).out).to.equal('yes\n');
    });

    it('validates what it sends', async () => {
      const typo = join(cluster!.folder, 'typo.yaml');
      writeFileSync(typo, manifest.replace('replicas', 'replicaz').replace('name: echo}', 'name: typo}'));
      const { code, err } = await kubectl('create', '-f', typo);
      expect(code).to.equal(1);
      expect(err).to.contain('unknown field "').and.contain('replicaz');
    });

    it('deletes, and waits until all is gone', async () => {
      expect((await kubectl('delete', '-f', file())).out).to.equal(
        'deployment.apps "echo" deleted from default namespace\n',
      );
      expect((await kubectl('get', 'deployments')).err).to.equal(
        'No resources found in default namespace.\n',
      );
    });
  });
}
