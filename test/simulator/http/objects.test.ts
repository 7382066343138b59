/* eslint-disable @typescript-eslint/no-explicit-any */
import { expect } from 'chai';
import { configMap, configMaps, createRestClient } from './rest-client.ts';

describe('REST: objects', () => {
  it('creates, reads, replaces, patches and deletes', () => {
    const { ask } = createRestClient();
    const created = ask('POST', configMaps, { body: configMap('a', { x: '1' }) });
    expect(created.status).to.equal(201);
    expect(created.json).to.include({ kind: 'ConfigMap', apiVersion: 'v1' });
    const read = ask('GET', `${configMaps}/a`);
    expect(read.json).to.deep.equal(created.json);
    const replaced = ask('PUT', `${configMaps}/a`, { body: { ...read.json, data: { x: '2' } } });
    expect([replaced.status, replaced.json.data.x]).to.deep.equal([200, '2']);
    const stale = ask('PUT', `${configMaps}/a`, { body: { ...read.json, data: { x: '3' } } });
    expect([stale.status, stale.json.reason]).to.deep.equal([409, 'Conflict']);
    const patched = ask('PATCH', `${configMaps}/a`, {
      body: { data: { y: '4' } },
      headers: { 'content-type': 'application/merge-patch+json' },
    });
    expect(patched.json.data).to.deep.equal({ x: '2', y: '4' });
    const deleted = ask('DELETE', `${configMaps}/a`);
    expect([deleted.status, deleted.json.kind, deleted.json.status]).to.deep.equal([
      200,
      'Status',
      'Success',
    ]);
    expect(ask('GET', `${configMaps}/a`).json.message).to.equal('configmaps "a" not found');
  });

  it('reads YAML and writes it', () => {
    const { ask } = createRestClient();
    const body = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {x: "1"}\n';
    const yaml = { 'content-type': 'application/yaml', accept: 'application/yaml' };
    const created = ask('POST', configMaps, { body, headers: yaml });
    expect(created.status).to.equal(201);
    expect(created.text).to.match(/^apiVersion: v1\ndata:\n {2}x: "1"\nkind: ConfigMap\n/);
  });

  it('changes nothing under dryRun=All, and knows no other', () => {
    const { ask } = createRestClient();
    expect(ask('POST', `${configMaps}?dryRun=All`, { body: configMap('a') }).status).to.equal(201);
    expect(ask('GET', `${configMaps}/a`).status).to.equal(404);
    const wrong = ask('POST', `${configMaps}?dryRun=Some`, { body: configMap('a') });
    expect(wrong.status).to.equal(422);
    expect(wrong.json.message).to.contain(
      'dryRun: Unsupported value: []string{"Some"}: supported values: "All"',
    );
  });

  it('scales by the subresource', () => {
    const { ask, pass } = createRestClient();
    const deployment = {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'web' },
      spec: {
        replicas: 1,
        selector: { matchLabels: { app: 'web' } },
        template: {
          metadata: { labels: { app: 'web' } },
          spec: { containers: [{ name: 'nginx', image: 'nginx' }] },
        },
      },
    };
    const path = '/apis/apps/v1/namespaces/default/deployments';
    expect(ask('POST', path, { body: deployment }).status).to.equal(201);
    const scale = ask('GET', `${path}/web/scale`).json;
    expect([scale.kind, scale.spec.replicas]).to.deep.equal(['Scale', 1]);
    const scaled = ask('PUT', `${path}/web/scale`, { body: { ...scale, spec: { replicas: 3 } } });
    expect(scaled.json.spec.replicas).to.equal(3);
    pass(60);
    expect(ask('GET', `${path}/web`).json.status.readyReplicas).to.equal(3);
    const pods = ask('GET', '/api/v1/namespaces/default/pods?labelSelector=app%3Dweb').json;
    expect(pods.items).to.have.length(3);
    expect(pods.items[0]).not.to.have.any.keys('kind', 'apiVersion');
  });

  it('deletes a collection, by selector', () => {
    const { ask } = createRestClient();
    for (const name of ['a', 'b', 'c'])
      ask('POST', configMaps, {
        body: { ...configMap(name), metadata: { name, labels: { odd: String(name !== 'b') } } },
      });
    const deleted = ask('DELETE', `${configMaps}?labelSelector=odd%3Dtrue`);
    expect([deleted.status, deleted.json.kind]).to.deep.equal([200, 'ConfigMapList']);
    const left = ask('GET', configMaps).json.items.map((item: any) => item.metadata.name);
    expect(left).to.include('b').and.not.include('a').and.not.include('c');
  });

  it('warns of unknown fields, or refuses them, from 1.25 on', () => {
    const body = { ...configMap('a'), dataa: { x: '1' } };
    const old = createRestClient('1.24').ask('POST', `${configMaps}?fieldValidation=Strict`, { body });
    expect(old.status).to.equal(201);
    const { ask } = createRestClient('1.25');
    const strict = ask('POST', `${configMaps}?fieldValidation=Strict`, { body });
    expect(strict.status).to.equal(400);
    expect(strict.json.message).to.equal(
      'ConfigMap in version "v1" cannot be handled as a ConfigMap: strict decoding error: unknown field "dataa"',
    );
    const warned = ask('POST', configMaps, { body });
    expect(warned.headers['warning']).to.deep.equal(['299 - "unknown field \\"dataa\\""']);
  });

  it('refuses unknown fields of patches too', () => {
    const { ask } = createRestClient('1.33');
    ask('POST', configMaps, { body: configMap('a') });
    const answer = ask('PATCH', `${configMaps}/a?fieldValidation=Strict`, {
      body: { dataa: { x: '1' } },
      headers: { 'content-type': 'application/strategic-merge-patch+json' },
    });
    expect(answer.status).to.equal(422);
    expect(answer.json.message).to.contain('strict decoding error: unknown field "dataa"');
  });

  it('warns of APIs that are going away', () => {
    const { ask } = createRestClient('1.20');
    const answer = ask('GET', '/apis/extensions/v1beta1/namespaces/default/ingresses');
    expect(answer.headers['warning']).to.deep.equal([
      '299 - "extensions/v1beta1 Ingress is deprecated in v1.14+, unavailable in v1.22+; use networking.k8s.io/v1 Ingress"',
    ]);
    expect(ask('GET', configMaps).headers).not.to.have.property('warning');
    expect(createRestClient('1.22').ask('GET', '/apis/extensions/v1beta1/ingresses').status).to.equal(404);
  });

  it('answers the log of a container as text', () => {
    const { ask, pass } = createRestClient();
    const body = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'talker' },
      spec: {
        containers: [{ name: 'c', image: 'busybox', command: ['sh', '-c', 'echo hello; sleep 1000'] }],
      },
    };
    ask('POST', '/api/v1/namespaces/default/pods', { body });
    pass(60);
    const log = ask('GET', '/api/v1/namespaces/default/pods/talker/log');
    expect([log.status, log.text]).to.deep.equal([200, 'hello\n']);
    expect(log.headers['content-type']).to.equal('text/plain');
  });
});
