/** Parts of objects that have a path of their own: ephemeral containers, approval, binding. */
import { expect } from 'chai';
import { createRestClient, type RestClient } from './rest-client.ts';

const pods = '/api/v1/namespaces/default/pods';
const json = { 'content-type': 'application/json' };
const strategic = { 'content-type': 'application/strategic-merge-patch+json' };

const withPod = (version: string): RestClient => {
  const client = createRestClient(version);
  const spec = { containers: [{ name: 'web', image: 'nginx' }] };
  client.ask('POST', pods, { body: { metadata: { name: 'web' }, spec }, headers: json });
  client.pass(30);
  return client;
};

const adding = (container: object): object => ({ spec: { ephemeralContainers: [container] } });

describe('REST: subresources', () => {
  it('adds a container to a pod that runs, which its kubelet starts once', () => {
    const { ask, pass } = withPod('1.25');
    const debugger1 = {
      name: 'debugger',
      image: 'busybox',
      command: ['sleep', '3600'],
      targetContainerName: 'web',
    };
    const added = ask('PATCH', `${pods}/web/ephemeralcontainers`, {
      body: adding(debugger1),
      headers: strategic,
    });
    expect(added.status).to.equal(200);
    expect(added.json.spec.ephemeralContainers[0]).to.include({
      name: 'debugger',
      imagePullPolicy: 'Always',
    });
    pass(30);
    const { status } = ask('GET', `${pods}/web`).json;
    expect(status.phase).to.equal('Running');
    expect(status.containerStatuses).to.have.length(1);
    const [started] = status.ephemeralContainerStatuses;
    expect(started).to.include({ name: 'debugger', restartCount: 0 });
    expect(started.state, JSON.stringify(started)).to.have.property('running');
  });

  it('never changes one that is there', () => {
    const { ask } = withPod('1.25');
    const path = `${pods}/web/ephemeralcontainers`;
    ask('PATCH', path, { body: adding({ name: 'debugger', image: 'busybox' }), headers: strategic });
    const refused = ask('PATCH', path, {
      body: adding({ name: 'debugger', image: 'nginx' }),
      headers: strategic,
    });
    expect(refused.status).to.equal(422);
    expect(refused.json.message).to.contain('existing ephemeral containers "debugger" may not be changed');
    const doubled = ask('PATCH', path, { body: adding({ name: 'web', image: 'nginx' }), headers: strategic });
    expect(doubled.json.message).to.contain('spec.ephemeralContainers[0].name: Duplicate value: "web"');
  });

  it('knows no such containers before 1.23', () => {
    const { ask } = withPod('1.22');
    expect(ask('GET', `${pods}/web/ephemeralcontainers`).status).to.equal(404);
  });

  it('binds through the collection of bindings', () => {
    const { ask } = createRestClient('1.20');
    const spec = { containers: [{ name: 'web', image: 'nginx' }], schedulerName: 'mine' };
    ask('POST', pods, { body: { metadata: { name: 'web' }, spec }, headers: json });
    const body = { metadata: { name: 'web' }, target: { kind: 'Node', name: 'w1-k8s' } };
    const bound = ask('POST', '/api/v1/namespaces/default/bindings', { body, headers: json });
    expect([bound.status, bound.json.status]).to.deep.equal([201, 'Success']);
    expect(ask('GET', `${pods}/web`).json.spec.nodeName).to.equal('w1-k8s');
  });

  it('issues what has been approved', () => {
    const { ask, pass } = createRestClient('1.22');
    const requests = '/apis/certificates.k8s.io/v1/certificatesigningrequests';
    const spec = {
      request: 'LS0tCg==',
      signerName: 'kubernetes.io/kube-apiserver-client',
      usages: ['client auth'],
    };
    const made = ask('POST', requests, { body: { metadata: { name: 'jane' }, spec }, headers: json });
    if (made.status !== 201) throw new Error(made.text);
    const conditions = [{ type: 'Approved', status: 'True', reason: 'Test', message: 'yes' }];
    const body = { ...made.json, status: { conditions } };
    const approved = ask('PUT', `${requests}/jane/approval`, { body, headers: json });
    expect(approved.status, approved.text).to.equal(200);
    expect(approved.json.status.conditions[0].lastUpdateTime).to.be.a('string');
    pass(2);
    expect(ask('GET', `${requests}/jane`).json.status.certificate).to.be.a('string');
    const both = [...conditions, { type: 'Denied', status: 'True' }];
    const denied = ask('PUT', `${requests}/jane/approval`, {
      body: { ...approved.json, metadata: { name: 'jane' }, status: { conditions: both } },
      headers: json,
    });
    expect(denied.status).to.equal(422);
  });
});
