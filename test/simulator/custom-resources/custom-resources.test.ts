/** Custom resources beyond what upstream 1.20 shows: rules, field validation, other parts of the cluster. */
import * as library from '@marcbachmann/cel-js';
import { assert } from 'chai';
import { provideRuleLibrary } from '../../../src/simulator/index.ts';
import { createRestClient, type RestClient } from '../http/rest-client.ts';

const definitions = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
const tabs = '/apis/example.com/v1/namespaces/default/tabs';

const spec = {
  type: 'object',
  properties: {
    minReplicas: { type: 'integer' },
    replicas: { type: 'integer' },
    name: {
      type: 'string',
      'x-kubernetes-validations': [{ rule: 'self == oldSelf', message: 'is immutable' }],
    },
  },
  'x-kubernetes-validations': [
    {
      rule: '!has(self.minReplicas) || !has(self.replicas) || self.minReplicas <= self.replicas',
      message: 'replicas should be at least minReplicas',
    },
  ],
};

const definition = (schema: object = { type: 'object', properties: { spec } }) => ({
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'tabs.example.com' },
  spec: {
    group: 'example.com',
    scope: 'Namespaced',
    names: { plural: 'tabs', kind: 'Tab', shortNames: ['tb'] },
    versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: schema } }],
  },
});

const tab = (name: string, more: object, metadata: object = {}) => ({
  apiVersion: 'example.com/v1',
  kind: 'Tab',
  metadata: { name, ...metadata },
  spec: more,
});

const withTabs = (version: string): RestClient => {
  const client = createRestClient(version);
  assert.equal(client.ask('POST', definitions, { body: definition() }).status, 201);
  client.pass(1);
  return client;
};

describe('Custom resources', () => {
  before(() => {
    provideRuleLibrary(library);
  });

  it('hold rules in CEL since 1.25', () => {
    const client = withTabs('1.30');
    const refused = client.ask('POST', tabs, { body: tab('a', { minReplicas: 3, replicas: 2 }) });
    assert.equal(refused.status, 422);
    assert.equal(
      refused.json.message,
      'Tab.example.com "a" is invalid: spec: Invalid value: "object": replicas should be at least minReplicas',
    );
    assert.equal(client.ask('POST', tabs, { body: tab('a', { minReplicas: 1, replicas: 2 }) }).status, 201);
    assert.equal(
      withTabs('1.20').ask('POST', tabs, { body: tab('a', { minReplicas: 3, replicas: 2 }) }).status,
      201,
    );
  });

  it('are not defined by a rule that is none', () => {
    const validations = [{ rule: 'self.a +', message: 'm' }];
    const body = definition({ type: 'object', 'x-kubernetes-validations': validations });
    const refused = createRestClient('1.30').ask('POST', definitions, { body });
    assert.equal(refused.status, 422);
    assert.include(
      refused.json.message,
      'CustomResourceDefinition.apiextensions.k8s.io "tabs.example.com" is invalid: ' +
        'spec.validation.openAPIV3Schema.x-kubernetes-validations[0].rule: Invalid value: ' +
        'apiextensions.ValidationRule{Rule:"self.a +", Message:"m", ',
    );
    assert.include(refused.json.message, ': compilation failed: ERROR: ');
    assert.equal(createRestClient('1.20').ask('POST', definitions, { body }).status, 201);
  });

  it('hold rules on what was before', () => {
    const client = withTabs('1.30');
    client.ask('POST', tabs, { body: tab('a', { name: 'one' }) });
    const headers = { 'content-type': 'application/merge-patch+json' };
    const refused = client.ask('PATCH', `${tabs}/a`, { body: { spec: { name: 'two' } }, headers });
    assert.equal(
      refused.json.message,
      'Tab.example.com "a" is invalid: spec.name: Invalid value: "two": is immutable',
    );
    assert.equal(client.ask('PATCH', `${tabs}/a`, { body: { spec: { replicas: 2 } }, headers }).status, 200);
  });

  it('are strict about fields when they are asked to be, since 1.25', () => {
    const client = withTabs('1.30');
    const body = tab('a', { colour: 'blue' });
    const refused = client.ask('POST', `${tabs}?fieldValidation=Strict`, { body });
    assert.equal(refused.status, 400);
    assert.include(refused.json.message, 'strict decoding error: unknown field "spec.colour"');
    const warned = client.ask('POST', `${tabs}?fieldValidation=Warn`, { body });
    assert.equal(warned.status, 201);
    assert.include(String(warned.headers['warning']), 'unknown field');
  });

  it('are defined by schemas of every depth, under strict eyes too', () => {
    const client = createRestClient('1.30');
    const labels = { type: 'object', additionalProperties: { type: 'string' } };
    const steps = {
      type: 'array',
      items: { type: 'object', required: ['name'], properties: { name: { type: 'string' } } },
    };
    const body = definition({ type: 'object', properties: { labels, steps } });
    const answer = client.ask('POST', `${definitions}?fieldValidation=Strict`, { body });
    assert.equal(answer.status, 201, answer.json.message);
  });

  it('are deleted with their namespace', () => {
    const client = withTabs('1.20');
    client.ask('POST', '/api/v1/namespaces', {
      body: { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'n' } },
    });
    client.pass(1);
    const place = '/apis/example.com/v1/namespaces/n/tabs';
    assert.equal(client.ask('POST', place, { body: tab('a', {}) }).status, 201);
    client.ask('DELETE', '/api/v1/namespaces/n');
    client.pass(30);
    assert.equal(client.ask('GET', `${place}/a`).status, 404);
    assert.equal(client.ask('GET', '/api/v1/namespaces/n').status, 404);
  });

  it('own objects, which go with them', () => {
    const client = withTabs('1.20');
    const owner = client.ask('POST', tabs, { body: tab('a', {}) }).json.metadata;
    const ownerReferences = [{ apiVersion: 'example.com/v1', kind: 'Tab', name: 'a', uid: owner.uid }];
    const maps = '/api/v1/namespaces/default/configmaps';
    const metadata = { name: 'child', ownerReferences };
    client.ask('POST', maps, { body: { apiVersion: 'v1', kind: 'ConfigMap', metadata } });
    client.pass(5);
    assert.equal(client.ask('GET', `${maps}/child`).status, 200);
    client.ask('DELETE', `${tabs}/a`);
    client.pass(30);
    assert.equal(client.ask('GET', `${maps}/child`).status, 404);
  });

  it('are watched', () => {
    const client = withTabs('1.20');
    const stream = client.watch(`${tabs}?watch=1`);
    client.ask('POST', tabs, { body: tab('a', {}) });
    client.pass(1);
    assert.deepEqual(
      stream.take().map(({ type, object }) => [type, object.kind, object.metadata.name]),
      [['ADDED', 'Tab', 'a']],
    );
    stream.stop();
  });

  it('are published with their schema', () => {
    const client = withTabs('1.20');
    const document = client.ask('GET', '/openapi/v2').json;
    const published = document.definitions['com.example.v1.Tab'];
    assert.deepEqual(published.properties.spec.properties.replicas, { type: 'integer' });
    assert.containsAllKeys(published.properties, ['apiVersion', 'kind', 'metadata']);
  });

  it('come back under a new definition as if they had never been', () => {
    const client = withTabs('1.20');
    client.ask('POST', tabs, { body: tab('a', {}) });
    client.ask('DELETE', `${definitions}/tabs.example.com`);
    client.pass(30);
    assert.equal(client.ask('GET', `${definitions}/tabs.example.com`).status, 404);
    assert.equal(client.ask('GET', tabs).status, 404);
    assert.equal(client.ask('POST', definitions, { body: definition() }).status, 201);
    client.pass(1);
    assert.deepEqual(client.ask('GET', tabs).json.items, []);
    assert.equal(client.ask('POST', tabs, { body: tab('b', {}) }).status, 201);
  });
});
