/** Proxies to nodes and services, and the API server's own metrics. */
import { expect } from 'chai';
import { createRestClient } from './rest-client.ts';

const json = { 'content-type': 'application/json' };
const inDefault = '/api/v1/namespaces/default';

describe('REST: proxies', () => {
  it('passes requests on to kubelets', () => {
    const { ask, pass } = createRestClient('1.20');
    const spec = { containers: [{ name: 'web', image: 'nginx' }], nodeName: 'w1-k8s' };
    ask('POST', `${inDefault}/pods`, { body: { metadata: { name: 'web' }, spec }, headers: json });
    pass(30);
    const proxy = '/api/v1/nodes/w1-k8s/proxy';
    expect(ask('GET', `${proxy}/healthz`).text).to.equal('ok');
    const pods = ask('GET', `${proxy}/pods`).json;
    expect(pods.items.map(({ metadata }: { metadata: { name: string } }) => metadata.name)).to.include('web');
    const stats = ask('GET', `${proxy}/stats/summary`).json;
    const own = stats.pods.find((one: { podRef: { name: string } }) => one.podRef.name === 'web');
    expect(own.containers[0].memory.workingSetBytes).to.be.greaterThan(0);
    expect(ask('GET', `${proxy}/metrics`).text).to.match(/^kubelet_running_pods [1-9]\d*$/m);
    expect(ask('GET', `${proxy}/nope`).status).to.equal(404);
    expect(ask('GET', '/api/v1/nodes/zzz/proxy/pods').json.message).to.equal('nodes "zzz" not found');
  });

  it('cannot reach a kubelet that is off', () => {
    const { ask, simulator } = createRestClient('1.20');
    simulator.site.fault({ kind: 'powerOff', node: 'w1-k8s' });
    const answer = ask('GET', '/api/v1/nodes/w1-k8s/proxy/healthz');
    expect([answer.status, answer.json.message]).to.deep.equal([
      503,
      'error trying to reach service: dial tcp 192.168.1.101:10250: connect: no route to host',
    ]);
  });

  it('says what a service lacks', () => {
    const { ask } = createRestClient('1.20');
    const spec = { selector: { app: 'nobody' }, ports: [{ port: 80 }] };
    ask('POST', `${inDefault}/services`, { body: { metadata: { name: 'web' }, spec }, headers: json });
    const message = (name: string): string =>
      String(ask('GET', `${inDefault}/services/${name}/proxy/`).json.message);
    expect(message('web')).to.equal('no endpoints available for service "web"');
    expect(message('web:80')).to.equal('no endpoints available for service "web"');
    expect(message('web:99')).to.equal('no service port 99 found for service "web"');
    expect(message('http:web:nope')).to.equal('no endpoints available for service "web"');
    expect(message('none')).to.equal('services "none" not found');
  });

  it('counts requests and objects', () => {
    const { ask } = createRestClient('1.20');
    ask('GET', `${inDefault}/pods`);
    ask('GET', `${inDefault}/pods`);
    const { text } = ask('GET', '/metrics');
    expect(text).to.contain(
      'apiserver_request_total{code="200",component="apiserver",dry_run="",group="",resource="pods",scope="namespace",subresource="",verb="LIST",version="v1"} 2\n',
    );
    expect(text).to.match(/^etcd_object_counts\{resource="nodes"\} 4$/m);
  });
});
