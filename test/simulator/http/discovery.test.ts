import { expect } from 'chai';
import { createRestClient } from './rest-client.ts';

const aggregated = (version: string) => ({
  accept: `application/json;g=apidiscovery.k8s.io;v=${version};as=APIGroupDiscoveryList,application/json`,
});

interface Named {
  name: string;
}

describe('REST: discovery', () => {
  it('tells groups in their order, and resources by name', () => {
    const { ask } = createRestClient('1.20');
    expect(ask('GET', '/api').json.versions).to.deep.equal(['v1']);
    const groups = (ask('GET', '/apis').json.groups as Named[]).map(({ name }) => name);
    expect(groups.indexOf('extensions')).to.be.greaterThan(groups.indexOf('networking.k8s.io'));
    const before = createRestClient('1.19').ask('GET', '/apis').json.groups as Named[];
    expect(before[1]?.name).to.equal('extensions');
    const core = (ask('GET', '/api/v1').json.resources as Named[]).map(({ name }) => name);
    expect(core).to.include.members(['pods', 'pods/exec', 'pods/eviction', 'nodes/status']);
    expect(core).to.deep.equal([...core].sort());
    const apps = ask('GET', '/apis/apps/v1').json;
    expect([apps.kind, apps.groupVersion]).to.deep.equal(['APIResourceList', 'apps/v1']);
    expect(ask('GET', '/apis/apps').json.preferredVersion).to.deep.equal({
      groupVersion: 'apps/v1',
      version: 'v1',
    });
  });

  it('prefers the newest autoscaler from 1.23 on', () => {
    const preferred = (version: string): unknown =>
      createRestClient(version).ask('GET', '/apis/autoscaling').json.preferredVersion.version;
    expect([preferred('1.22'), preferred('1.23')]).to.deep.equal(['v1', 'v2']);
  });

  it('is one document from 1.26 on', () => {
    const old = createRestClient('1.25').ask('GET', '/apis', { headers: aggregated('v2beta1') });
    expect(old.json.kind).to.equal('APIGroupList');
    const { ask } = createRestClient('1.30');
    const answer = ask('GET', '/apis', { headers: aggregated('v2') });
    expect(answer.headers['content-type']).to.contain('as=APIGroupDiscoveryList');
    const apps = answer.json.items.find(({ metadata }: { metadata: Named }) => metadata.name === 'apps');
    const deployments = apps.versions[0].resources.find(
      ({ resource }: { resource: string }) => resource === 'deployments',
    );
    expect(deployments.scope).to.equal('Namespaced');
    expect(
      deployments.subresources.map(({ subresource }: { subresource: string }) => subresource),
    ).to.include('scale');
    const core = ask('GET', '/api', { headers: aggregated('v2') }).json;
    expect(core.items).to.have.length(1);
  });

  it('says its version and that it is well', () => {
    const { ask } = createRestClient('1.20');
    expect(ask('GET', '/version').json).to.include({ major: '1', minor: '20' });
    for (const path of ['/healthz', '/livez', '/readyz', '/healthz/ping'])
      expect(ask('GET', path).text).to.equal('ok');
    expect(ask('GET', '/readyz?verbose').text).to.match(/^\[\+\]ping ok\n[^]*\nreadyz check passed\n$/);
  });

  it('allows everything to whoever has the token', () => {
    const { ask } = createRestClient();
    const review = ask('POST', '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews', {
      body: {
        kind: 'SelfSubjectAccessReview',
        apiVersion: 'authorization.k8s.io/v1',
        spec: { resourceAttributes: { verb: '*', group: '*', resource: '*' } },
      },
    });
    expect([review.status, review.json.status.allowed]).to.deep.equal([201, true]);
  });
});

describe('REST: OpenAPI', () => {
  it('describes the kinds with what kubectl needs of them', () => {
    const { definitions, paths } = createRestClient('1.20').ask('GET', '/openapi/v2').json;
    const spec = definitions['io.k8s.api.core.v1.PodSpec'];
    expect(spec.required).to.deep.equal(['containers']);
    expect(spec.properties.containers.items).to.deep.equal({
      $ref: '#/definitions/io.k8s.api.core.v1.Container',
    });
    expect(spec.properties.containers).to.include({
      type: 'array',
      'x-kubernetes-patch-merge-key': 'name',
      'x-kubernetes-patch-strategy': 'merge',
    });
    expect(definitions['io.k8s.api.apps.v1.Deployment']['x-kubernetes-group-version-kind']).to.deep.equal([
      { group: 'apps', version: 'v1', kind: 'Deployment' },
    ]);
    const patch = paths['/apis/apps/v1/namespaces/{namespace}/deployments/{name}'].patch;
    expect(patch.parameters.map(({ name }: Named) => name)).to.include('dryRun');
    const references = [...JSON.stringify(definitions).matchAll(/#\/definitions\/([^"]+)/g)];
    const missing = references.map(([, name]) => name!).filter((name) => definitions[name] === undefined);
    expect(missing).to.deep.equal([]);
  });

  it('is served in protobuf, under a name that is a media type', () => {
    const answer = createRestClient('1.20').ask('GET', '/openapi/v2', {
      headers: { accept: 'application/com.github.proto-openapi.spec.v2@v1.0+protobuf' },
    });
    expect(answer.status).to.equal(200);
    expect(answer.headers['content-type']).to.equal(
      'application/com.github.proto-openapi.spec.v2.v1.0+protobuf',
    );
    expect(answer.text).to.contain('io.k8s.api.apps.v1.DeploymentSpec');
  });

  it('has a document for each group and version from 1.24 on', () => {
    expect(createRestClient('1.23').ask('GET', '/openapi/v3').status).to.equal(404);
    const { ask } = createRestClient('1.30');
    const { paths } = ask('GET', '/openapi/v3').json;
    expect(paths['apis/apps/v1'].serverRelativeURL).to.match(/^\/openapi\/v3\/apis\/apps\/v1\?hash=/);
    const document = ask('GET', '/openapi/v3/apis/apps/v1').json;
    expect(document.components.schemas).to.have.property('io.k8s.api.apps.v1.Deployment');
    expect(document.components.schemas).to.have.property('io.k8s.api.core.v1.PodSpec');
  });
});
