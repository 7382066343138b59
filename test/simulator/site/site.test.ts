/** The site's own answers: logs, refusals, faults that cannot happen. */
import { expect } from 'chai';
import { SmallCluster } from '../kubelet/small-cluster.ts';

const message = (answer: { ok: boolean; status?: { message?: string } }): string =>
  answer.ok ? 'ok' : (answer.status?.message ?? '');

describe('logs', () => {
  it('hold what a web server was asked, with times when wanted', () => {
    const cluster = new SmallCluster();
    cluster.createPod('web', { containers: [{ name: 'nginx', image: 'nginx:1.16.0' }] });
    cluster.until(() => cluster.isReady('web'));
    const { site } = cluster.simulator;
    const url = `http://${cluster.pod('web').status?.podIP ?? ''}`;
    site.request({ url, headers: { 'User-Agent': 'test' } });
    site.request({ url: `${url}/missing` });
    const all = site.log('default', 'web', {});
    expect(all.ok && all.value).to.match(
      /^192\.168\.1\.10 - - \[20\/Jan\/2021:12:00:\d\d \+0000\] "GET \/ HTTP\/1\.1" 200 \d+ "-" "test" "-"\n/,
    );
    expect(all.ok && all.value).to.include(
      'open() "/usr/share/nginx/html/missing" failed (2: No such file or directory)',
    );
    const last = site.log('default', 'web', { tailLines: 1, timestamps: true });
    expect(last.ok && last.value).to.match(/^2021-01-20T12:00:\d\d\.\d{9}Z \S.*\n$/);
    cluster.run(100);
    expect(site.log('default', 'web', { sinceSeconds: 10 })).to.deep.equal({ ok: true, value: '' });
  });

  it('are refused in the words of the API server', () => {
    const cluster = new SmallCluster();
    cluster.createPod('two', { containers: ['a', 'b'].map((name) => ({ name, image: 'nginx:1.17.23' })) });
    cluster.until(() =>
      /Pull/.test(cluster.pod('two').status?.containerStatuses?.[0]?.state?.waiting?.reason ?? ''),
    );
    const { site } = cluster.simulator;
    expect(message(site.log('default', 'none', {}))).to.equal('pods "none" not found');
    expect(message(site.log('default', 'two', {}))).to.equal(
      'a container name must be specified for pod two, choose one of: [a b]',
    );
    expect(message(site.log('default', 'two', { container: 'c' }))).to.equal(
      'container c is not valid for pod two',
    );
    expect(message(site.log('default', 'two', { container: 'a' }))).to.equal(
      'container "a" in pod "two" is waiting to start: trying and failing to pull image',
    );
    expect(message(site.log('default', 'two', { container: 'a', previous: true }))).to.equal(
      'previous terminated container "a" in pod "two" not found',
    );
  });
});

describe('faults', () => {
  it('that cannot happen say why', () => {
    const { site } = new SmallCluster().simulator;
    expect(site.fault({ kind: 'powerOff', node: 'nowhere' })).to.equal('there is no machine "nowhere"');
    expect(site.fault({ kind: 'killProcess', target: { namespace: 'default', pod: 'x' }, pid: 1 })).to.equal(
      'pod "default/x" has no container to kill a process in',
    );
    expect(site.removeNode('nowhere')).to.equal('there is no machine "nowhere"');
    expect(site.addNode('w1-k8s')).to.equal('machine "w1-k8s" has joined already');
  });

  it('of a machine keep its containers from being reached', () => {
    const cluster = new SmallCluster();
    cluster.createPod('web', { containers: [{ name: 'nginx', image: 'nginx:1.16.0' }] });
    cluster.until(() => cluster.isReady('web'));
    cluster.simulator.site.fault({ kind: 'cutNetwork', node: 'w1-k8s' });
    expect(cluster.exec('web', ['ls']).stderr).to.equal(
      'error dialing backend: dial tcp 192.168.1.101:10250: connect: no route to host',
    );
    expect(message(cluster.simulator.site.log('default', 'web', {}))).to.include(
      'dial tcp 192.168.1.101:10250: connect: no route to host',
    );
  });
});
