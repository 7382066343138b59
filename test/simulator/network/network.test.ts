/** Requests and load through pods, services and nodes. */
import { expect } from 'chai';
import { parseUrl } from '../../../src/simulator/network/http.ts';
import { SmallCluster } from '../kubelet/small-cluster.ts';

const labels = { app: 'echo' };
const service = (name: string, spec: Record<string, unknown>) => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name, namespace: 'default' },
  spec: {
    selector: labels,
    ports: [{ port: 80, targetPort: 80, nodePort: 30000 }],
    type: 'NodePort',
    ...spec,
  },
});

const echoCluster = (overrides: ConstructorParameters<typeof SmallCluster>[0] = {}): SmallCluster => {
  const cluster = new SmallCluster(overrides);
  cluster.create('services', service('echo', {}));
  for (const [name, nodeName] of [
    ['a', 'w1-k8s'],
    ['b', 'w2-k8s'],
  ] as const)
    cluster.createPod(
      name,
      { nodeName, containers: [{ name: 'c', image: 'sysnet4admin/echo-hname' }] },
      { labels },
    );
  cluster.until(() => cluster.isReady('a') && cluster.isReady('b'));
  cluster.run(3);
  return cluster;
};

describe('URLs', () => {
  it('are read as curl reads them', () => {
    expect(parseUrl('192.168.1.101:30000')).to.deep.equal({
      host: '192.168.1.101',
      port: 30000,
      path: '/',
      scheme: 'http',
    });
    expect(parseUrl('https://echo.default/a?b=c#d')).to.deep.equal({
      host: 'echo.default',
      port: 443,
      path: '/a?b=c',
      scheme: 'https',
    });
    expect(parseUrl('http://')).to.equal(undefined);
  });
});

describe('the network', () => {
  it('reaches a pod by its address, and says who answered', () => {
    const cluster = echoCluster();
    const { site } = cluster.simulator;
    const address = cluster.pod('a').status?.podIP ?? '';
    expect(site.request({ url: `http://${address}/` })).to.include({
      status: 200,
      body: 'a\n',
      pod: 'default/a',
    });
    expect(site.request({ url: `http://${address}:81/` })).to.include({ error: 'refused' });
    expect(site.request({ url: 'http://172.16.11.60/' })).to.include({ error: 'unreachable' });
    expect(site.request({ url: 'http://nowhere.example/' })).to.include({ error: 'unresolved' });
  });

  it('spreads a service over its endpoints, through any node', () => {
    const { site } = echoCluster().simulator;
    const answers = new Map<string, number>();
    for (let count = 0; count < 200; count++) {
      const answer = site.request({ url: `http://192.168.1.10${count % 2}:30000`.replace('.100:', '.10:') });
      const body = 'body' in answer ? answer.body : answer.error;
      answers.set(body, (answers.get(body) ?? 0) + 1);
    }
    expect([...answers.keys()].sort()).to.deep.equal(['a\n', 'b\n']);
    expect(Math.min(...answers.values())).to.be.above(60);
    expect(site.request({ url: 'http://192.168.1.101:30001' })).to.include({ error: 'refused' });
  });

  it('gives every endpoint its turn where kube-proxy uses ipvs', () => {
    const cluster = echoCluster({ addons: [{ name: 'kube-proxy', settings: { mode: 'ipvs' } }] });
    const answering = Array.from({ length: 6 }, () => {
      const answer = cluster.simulator.site.network.request({ url: 'http://192.168.1.101:30000' });
      return 'pod' in answer ? answer.pod : answer;
    });
    const [first, second] = answering;
    expect(new Set([first, second]).size).to.equal(2);
    expect(answering).to.deep.equal([first, second, first, second, first, second]);
  });

  it('resolves services by name inside of pods', () => {
    const cluster = echoCluster();
    for (const host of ['echo', 'echo.default', 'echo.default.svc.cluster.local'])
      expect(cluster.exec('a', ['curl', '-s', host]).stdout, host).to.match(/^[ab]\n$/);
    expect(cluster.exec('a', ['curl', 'missing'])).to.include({
      exitCode: 6,
      stderr: 'curl: (6) Could not resolve host: missing\n',
    });
  });

  it('times out at a machine without power, and leaves its pods out in time', () => {
    const cluster = echoCluster();
    const { site } = cluster.simulator;
    site.fault({ kind: 'powerOff', node: 'w2-k8s' });
    expect(site.request({ url: 'http://192.168.1.102:30000' })).to.include({ error: 'timeout' });
    cluster.run(60);
    for (let count = 0; count < 20; count++)
      expect(site.request({ url: 'http://192.168.1.101:30000' })).to.include({ body: 'a\n' });
  });

  it('counts the answers of a load by pod, and what it costs them', () => {
    const cluster = echoCluster();
    const load = cluster.simulator.site.startLoad({
      request: { url: 'http://192.168.1.101:30000' },
      requestsPerSecond: 20,
      durationMs: 10_000,
    });
    cluster.run(20);
    const { sent, succeeded, failed, byPod } = load.result();
    expect({ sent, succeeded, failed }).to.deep.equal({ sent: 200, succeeded: 200, failed: 0 });
    expect(byPod).to.have.keys('default/a', 'default/b');
    expect(byPod['default/a']).to.be.within(80, 120);
    const used = cluster.simulator.site.machines
      .findContainer({ namespace: 'default', pod: 'a' })
      ?.container.usedCpuMillis();
    expect(used, '100 requests at 0.4 thousandths of a core-second').to.be.within(32, 48);
  });

  it('stops a load that has no end', () => {
    const cluster = echoCluster();
    const load = cluster.simulator.site.startLoad({
      request: { url: 'http://192.168.1.101:30009' },
      requestsPerSecond: 5,
    });
    cluster.run(4);
    expect(load.stop()).to.deep.equal({ sent: 20, succeeded: 0, failed: 20, byPod: {} });
    cluster.run(4);
    expect(load.result().sent).to.equal(20);
  });
});
