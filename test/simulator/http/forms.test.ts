/* eslint-disable @typescript-eslint/no-explicit-any */
import { expect } from 'chai';
import { configMap, configMaps, createRestClient } from './rest-client.ts';

const table = { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json' };
const partial = { accept: 'application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io' };

describe('REST: forms', () => {
  it('answers a Table of a list and of one object', () => {
    const { ask } = createRestClient();
    const nodes = ask('GET', '/api/v1/nodes', { headers: table }).json;
    expect([nodes.kind, nodes.apiVersion]).to.deep.equal(['Table', 'meta.k8s.io/v1']);
    expect(nodes.columnDefinitions[0].name).to.equal('Name');
    expect(nodes.rows[0].object.kind).to.equal('PartialObjectMetadata');
    expect(nodes.rows[0].object).not.to.have.property('spec');
    const name = nodes.rows[0].cells[0];
    const whole = ask('GET', `/api/v1/nodes/${name}?includeObject=Object`, { headers: table }).json;
    expect(whole.rows[0].object).to.have.property('spec');
    expect(ask('GET', `/api/v1/nodes?includeObject=None`, { headers: table }).json.rows[0].object).to.equal(
      null,
    );
  });

  it('answers metadata only', () => {
    const { ask } = createRestClient();
    const list = ask('GET', '/api/v1/nodes', { headers: partial }).json;
    expect(list.kind).to.equal('PartialObjectMetadataList');
    expect(list.items[0]).to.have.all.keys('kind', 'apiVersion', 'metadata');
  });

  it('refuses forms and formats it has not', () => {
    const { ask } = createRestClient();
    for (const accept of [
      'application/vnd.kubernetes.protobuf',
      'text/html',
      'application/json;as=Chair;v=v1;g=meta.k8s.io',
    ]) {
      const answer = ask('GET', '/api/v1/nodes', { headers: { accept } });
      expect([answer.status, answer.json.reason], accept).to.deep.equal([406, 'NotAcceptable']);
    }
    const both = ask('GET', '/api/v1/nodes', {
      headers: { accept: 'application/vnd.kubernetes.protobuf,application/json' },
    });
    expect(both.status).to.equal(200);
  });

  it('gives long lists in pages of one moment', () => {
    const { ask } = createRestClient();
    for (const name of ['a', 'b', 'c', 'd', 'e']) ask('POST', configMaps, { body: configMap(name) });
    const all = ask('GET', configMaps).json.items.length;
    const first = ask('GET', `${configMaps}?limit=2`).json;
    expect(first.items).to.have.length(2);
    expect(first.metadata.remainingItemCount).to.equal(all - 2);
    ask('DELETE', `${configMaps}/e`);
    let names = first.items.map((item: any) => item.metadata.name);
    for (let token = first.metadata.continue; token !== undefined;) {
      const page = ask('GET', `${configMaps}?limit=2&continue=${encodeURIComponent(token)}`).json;
      names = [...names, ...page.items.map((item: any) => item.metadata.name)];
      expect(page.metadata.resourceVersion).to.equal(first.metadata.resourceVersion);
      token = page.metadata.continue;
    }
    expect(names).to.have.length(all);
    expect(names).to.include('e');
    expect(ask('GET', `${configMaps}?limit=2&continue=nonsense`).status).to.equal(400);
    const old = btoa('{"v":"meta.k8s.io/v1","rv":1,"start":"a"}').replace(/=+$/, '');
    const gone = ask('GET', `${configMaps}?limit=2&continue=${old}`);
    expect([gone.status, gone.json.reason]).to.deep.equal([410, 'Expired']);
    const rest = ask('GET', `${configMaps}?limit=2&continue=${gone.json.metadata.continue}`);
    expect(rest.json.items).to.have.length(2);
  });
});
