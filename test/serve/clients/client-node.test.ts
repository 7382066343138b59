/** @kubernetes/client-node: objects, informers, watches, sessions. */
import { connect, createServer, type AddressInfo } from 'node:net';
import { PassThrough, Writable } from 'node:stream';
import { expect } from 'chai';
import type { CoreV1Api, KubeConfig, V1ConfigMap } from '@kubernetes/client-node';
import { startClientCluster, type ClientCluster } from './client-tools.ts';

const namespace = 'default';
const path = `/api/v1/namespaces/${namespace}/configmaps`;

const map = (name: string, data: Record<string, string> = {}): V1ConfigMap => ({
  metadata: { name, labels: { of: 'node' } },
  data,
});

class Gathered extends Writable {
  text = '';
  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString();
    done();
  }
}

const until = async (isMet: () => boolean | Promise<boolean>): Promise<void> => {
  for (let left = 1000; left > 0 && !(await isMet()); left--)
    await new Promise((wake) => {
      setTimeout(wake, 10);
    });
};

for (const version of ['1.20', '1.36']) {
  describe(`@kubernetes/client-node against the served cluster, ${version}`, function () {
    this.timeout(60_000);
    let cluster: ClientCluster;
    let library: typeof import('@kubernetes/client-node');
    let config: KubeConfig;
    let core: CoreV1Api;
    before(async () => {
      library = await import('@kubernetes/client-node');
      cluster = await startClientCluster(version);
      config = new library.KubeConfig();
      config.loadFromString(cluster.kubeconfig);
      core = config.makeApiClient(library.CoreV1Api);
    });
    after(() => cluster.close());

    const codeOf = (call: Promise<unknown>): Promise<number> =>
      call.then(
        () => 0,
        (error: { code: number }) => error.code,
      );

    it('creates, patches, replaces and deletes', async () => {
      const { PatchStrategy, setHeaderOptions } = library;
      const first = await core.createNamespacedConfigMap({ namespace, body: map('one', { a: '1' }) });
      expect(await codeOf(core.createNamespacedConfigMap({ namespace, body: map('one') }))).to.equal(409);
      expect(await codeOf(core.readNamespacedConfigMap({ namespace, name: 'nothing' }))).to.equal(404);
      const patches: [string, unknown][] = [
        [PatchStrategy.MergePatch, { data: { a: null, merge: 'yes' } }],
        [PatchStrategy.StrategicMergePatch, { data: { strategic: 'yes' } }],
        [PatchStrategy.JsonPatch, [{ op: 'add', path: '/data/json', value: 'yes' }]],
      ];
      for (const [type, body] of patches)
        await core.patchNamespacedConfigMap(
          { namespace, name: 'one', body },
          setHeaderOptions('Content-Type', type),
        );
      const { data } = await core.readNamespacedConfigMap({ namespace, name: 'one' });
      expect(data).to.deep.equal({ json: 'yes', merge: 'yes', strategic: 'yes' });
      expect(await codeOf(core.replaceNamespacedConfigMap({ namespace, name: 'one', body: first }))).to.equal(
        409,
      );
      await core.deleteNamespacedConfigMap({ namespace, name: 'one' });
      expect(await codeOf(core.readNamespacedConfigMap({ namespace, name: 'one' }))).to.equal(404);
    });

    it('applies on the server', async () => {
      const { PatchStrategy, setHeaderOptions } = library;
      const apply = (manager: string, value: string, force = false) =>
        core.patchNamespacedConfigMap(
          {
            namespace,
            name: 'applied',
            fieldManager: manager,
            force,
            body: {
              apiVersion: 'v1',
              kind: 'ConfigMap',
              metadata: { name: 'applied' },
              data: { key: value },
            },
          },
          setHeaderOptions('Content-Type', PatchStrategy.ServerSideApply),
        );
      await apply('first', 'one');
      expect(await codeOf(apply('second', 'two'))).to.equal(409);
      expect((await apply('second', 'two', true)).data).to.deep.equal({ key: 'two' });
    });

    it('keeps an informer true, also when it begins too far back and when it has been away', async () => {
      let isFirst = true;
      const list = async () => {
        const answer = await core.listNamespacedConfigMap({ namespace, labelSelector: 'of=node' });
        // A list so old that the watch after it is told 410.
        if (isFirst) answer.metadata!.resourceVersion = '1';
        isFirst = false;
        return answer;
      };
      const informer = library.makeInformer(config, path, list, 'of=node');
      const heard: string[] = [];
      for (const verb of ['add', 'update', 'delete'] as const)
        informer.on(verb, (object: V1ConfigMap) => heard.push(`${verb} ${object.metadata!.name}`));
      // What is stopped hears of its own end as an error.
      let isWanted = true;
      informer.on('error', () => {
        if (isWanted) void informer.start();
      });
      await core.createNamespacedConfigMap({ namespace, body: map('there') });
      await informer.start();
      await until(() => !isFirst && heard.includes('add there'));
      await core.createNamespacedConfigMap({ namespace, body: map('seen') });
      await until(() => heard.includes('add seen'));
      await core.replaceNamespacedConfigMap({ namespace, name: 'seen', body: map('seen', { a: 'b' }) });
      await until(() => heard.includes('update seen'));
      isWanted = false;
      await informer.stop();
      await core.deleteNamespacedConfigMap({ namespace, name: 'seen' });
      await core.createNamespacedConfigMap({ namespace, body: map('later') });
      isWanted = true;
      await informer.start();
      await until(() => heard.includes('delete seen') && heard.includes('add later'));
      await core.deleteNamespacedConfigMap({ namespace, name: 'there' });
      await until(() => heard.includes('delete there'));
      const names = informer.list().map((object) => object.metadata!.name);
      isWanted = false;
      await informer.stop();
      expect(names).to.deep.equal(['later']);
      expect(heard).to.include.members([
        'add there',
        'add seen',
        'update seen',
        'delete seen',
        'delete there',
      ]);
    });

    it('is told 410 where a watch begins too far back', async () => {
      const told: unknown[] = [];
      await new Promise<void>((resolve) => {
        void new library.Watch(config).watch(
          path,
          { resourceVersion: '1' },
          (type, object: { code?: number }) => told.push(type, object.code),
          () => resolve(),
        );
      });
      expect(told).to.deep.equal(['ERROR', 410]);
    });

    it('opens sessions: exec, logs, a forwarded port', async () => {
      const body = { metadata: { name: 'web' }, spec: { containers: [{ name: 'nginx', image: 'nginx' }] } };
      await core.createNamespacedPod({ namespace, body });
      await until(
        async () => (await core.readNamespacedPod({ namespace, name: 'web' })).status?.phase === 'Running',
      );
      const [out, err] = [new Gathered(), new Gathered()];
      // The end of the input can be told since the fifth protocol only.
      const input = version === '1.20' ? null : new PassThrough();
      input?.end('typed\n');
      const command = ['sh', '-c', `${input === null ? 'echo typed' : 'cat'}; echo err >&2; exit 3`];
      const status = await new Promise<{ details?: { causes?: { message?: string }[] } }>(
        (resolve, reject) => {
          new library.Exec(config)
            .exec(namespace, 'web', 'nginx', command, out, err, input, false, resolve)
            .catch(reject);
        },
      );
      expect([out.text, err.text, status.details?.causes?.[0]?.message]).to.deep.equal([
        'typed\n',
        'err\n',
        '3',
      ]);
      const forward = new library.PortForward(config);
      const server = createServer(
        (socket) => void forward.portForward(namespace, 'web', [80], socket, null, socket),
      );
      await new Promise<void>((resolve) => {
        server.listen(0, '127.0.0.1', resolve);
      });
      const page = await new Promise<string>((resolve) => {
        const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
        socket.write('GET / HTTP/1.1\r\nHost: web\r\nConnection: close\r\n\r\n');
        socket.once('data', (chunk: Buffer) => {
          socket.destroy();
          resolve(chunk.toString());
        });
      });
      server.close();
      expect(page).to.match(/^HTTP\/1\.1 200 OK/);
      const logs = await core.readNamespacedPodLog({ namespace, name: 'web' });
      expect(logs).to.contain('GET / HTTP/1.1');
    });
  });
}
