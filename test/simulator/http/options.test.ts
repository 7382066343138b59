/** What is refused of the options of requests, and warned of, word by word. */
import { expect } from 'chai';
import { createRestClient } from './rest-client.ts';

const configMaps = '/api/v1/namespaces/default/configmaps';
const json = { 'content-type': 'application/json' };
const message = (version: string, method: string, target: string, body?: unknown): string =>
  String(createRestClient(version).ask(method, target, { body, headers: json }).json.message);

const made = { metadata: { name: 'a' } };

describe('REST: options of requests', () => {
  it('names the options by the verb', () => {
    const why = 'is invalid: dryRun: Unsupported value: []string{"Some"}: supported values: "All"';
    expect(message('1.20', 'POST', `${configMaps}?dryRun=Some`, made)).to.equal(
      `CreateOptions.meta.k8s.io "" ${why}`,
    );
    expect(message('1.20', 'PUT', `${configMaps}/a?dryRun=Some`, made)).to.equal(
      `UpdateOptions.meta.k8s.io "" ${why}`,
    );
    expect(message('1.20', 'DELETE', `${configMaps}/a?dryRun=Some`)).to.equal(
      `DeleteOptions.meta.k8s.io "" ${why}`,
    );
    expect(message('1.27', 'PUT', `${configMaps}/a?fieldValidation=No`, made)).to.match(
      /^UpdateOptions\.meta\.k8s\.io "" is invalid: fieldValidation: Unsupported value: "No"/,
    );
  });

  it('refuses managers that cannot be printed', () => {
    expect(message('1.20', 'POST', `${configMaps}?fieldManager=%01x`, made)).to.equal(
      'CreateOptions.meta.k8s.io "" is invalid: fieldManager: Invalid value: "\\x01x": invalid character U+0001 (at position 0)',
    );
    expect(message('1.20', 'POST', `${configMaps}?fieldManager=${'x'.repeat(129)}`, made)).to.equal(
      'CreateOptions.meta.k8s.io "" is invalid: fieldManager: Too long: must have at most 128 bytes',
    );
  });

  it('deletes nothing in a dry run, and says what it would', () => {
    const { ask } = createRestClient('1.20');
    ask('POST', configMaps, { body: made, headers: json });
    expect(ask('DELETE', `${configMaps}/a?dryRun=All`).json).to.deep.include({
      kind: 'Status',
      status: 'Success',
    });
    expect(ask('GET', `${configMaps}/a`).status).to.equal(200);
  });

  it('tells of fields that are said twice since 1.25', () => {
    const body = '{"metadata":{"name":"a","labels":{"x":"1","x":"2"}},"data":{"k":"1"},"data":{"k":"2"}}';
    const { ask } = createRestClient('1.27');
    expect(
      ask('POST', `${configMaps}?fieldValidation=Strict`, { body, headers: json }).json.message,
    ).to.equal(
      'ConfigMap in version "v1" cannot be handled as a ConfigMap: strict decoding error: duplicate field "metadata.labels.x", duplicate field "data"',
    );
    const warned = ask('POST', configMaps, { body, headers: json });
    expect(warned.status).to.equal(201);
    expect(warned.headers['warning']).to.deep.equal([
      String.raw`299 - "duplicate field \"metadata.labels.x\""`,
      String.raw`299 - "duplicate field \"data\""`,
    ]);
  });

  it('warns of APIs that are going away as each minor words it', () => {
    const warning = (version: string, target: string): unknown =>
      createRestClient(version).ask('GET', target).headers['warning']?.[0];
    expect(warning('1.20', '/api/v1/componentstatuses')).to.equal(
      '299 - "v1 ComponentStatus is deprecated in v1.19+"',
    );
    expect(warning('1.34', '/api/v1/endpoints')).to.equal(
      '299 - "v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice"',
    );
    const autoscalers = '/apis/autoscaling/v2beta1/horizontalpodautoscalers';
    expect(warning('1.22', autoscalers)).to.equal(
      '299 - "autoscaling/v2beta1 HorizontalPodAutoscaler is deprecated in v1.22+, unavailable in v1.25+; use autoscaling/v2beta2 HorizontalPodAutoscaler"',
    );
    expect(warning('1.24', autoscalers)).to.match(/; use autoscaling\/v2 HorizontalPodAutoscaler"$/);
    expect(warning('1.18', '/apis/extensions/v1beta1/ingresses')).to.equal(undefined);
  });
});
