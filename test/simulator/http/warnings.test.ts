/** What the API server warns of in what it takes. */
import { expect } from 'chai';
import { createRestClient, type Answered } from './rest-client.ts';

const pods = '/api/v1/namespaces/default/pods';
const deployments = '/apis/apps/v1/namespaces/default/deployments';

const pod = (spec: object, metadata: object = {}) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'p', ...metadata },
  spec: { containers: [{ name: 'c', image: 'nginx' }], ...spec },
});

const deployment = (spec: object, metadata: object = {}) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'd', ...metadata },
  spec: {
    replicas: 0,
    selector: { matchLabels: { a: 'b' } },
    template: {
      metadata: { labels: { a: 'b' } },
      spec: { containers: [{ name: 'c', image: 'nginx' }], ...spec },
    },
  },
});

const warningsIn = ({ headers }: Answered): string[] =>
  [headers['warning'] ?? []].flat().map((line) => JSON.parse(line.slice('299 - '.length)) as string);

const env = [
  { name: 'A', value: '1' },
  { name: 'A', value: '2' },
];

describe('REST: warnings', () => {
  it('of labels of nodes that are no longer used, from 1.22 on', () => {
    const body = pod({ nodeSelector: { 'beta.kubernetes.io/os': 'linux' } });
    const told =
      'spec.nodeSelector[beta.kubernetes.io/os]: deprecated since v1.14; use "kubernetes.io/os" instead';
    expect(warningsIn(createRestClient('1.22').ask('POST', pods, { body }))).to.deep.equal([told]);
    expect(warningsIn(createRestClient('1.20').ask('POST', pods, { body }))).to.deep.equal([]);
  });

  it('of variables said twice, in the words of the version', () => {
    const body = deployment({ containers: [{ name: 'c', image: 'nginx', env }] });
    expect(warningsIn(createRestClient('1.25').ask('POST', deployments, { body }))).to.deep.equal([
      'spec.template.spec.containers[0].env[1].name: duplicate name "A"',
    ]);
    expect(warningsIn(createRestClient('1.30').ask('POST', deployments, { body }))).to.deep.equal([
      'spec.template.spec.containers[0].env[1]: hides previous definition of "A", which may be dropped when using apply',
    ]);
  });

  it('of ports said twice', () => {
    const ports = [
      { name: 'a', containerPort: 80 },
      { name: 'b', containerPort: 80 },
    ];
    const body = pod({ containers: [{ name: 'c', image: 'nginx', ports }] });
    expect(warningsIn(createRestClient('1.28').ask('POST', pods, { body }))).to.deep.equal([
      'spec.containers[0].ports[1]: duplicate port definition with spec.containers[0].ports[0]',
    ]);
  });

  it('of names that are no labels', () => {
    const client = createRestClient('1.30');
    const [told] = warningsIn(client.ask('POST', pods, { body: pod({}, { name: 'a.b' }) }));
    expect(told).to.match(
      /^metadata.name: this is used in the Pod's hostname, which can result in surprising behavior; a DNS label is recommended: \[a lowercase RFC 1123 label must/,
    );
  });

  it('of a patch, when the template changes and only then', () => {
    const client = createRestClient('1.30');
    client.ask('POST', deployments, {
      body: deployment({ containers: [{ name: 'c', image: 'nginx', env }] }),
    });
    const patch = (body: object) =>
      warningsIn(
        client.ask('PATCH', `${deployments}/d`, {
          body,
          headers: { 'content-type': 'application/merge-patch+json' },
        }),
      );
    expect(patch({ metadata: { labels: { x: 'y' } } })).to.deep.equal([]);
    expect(patch({ spec: { minReadySeconds: 1 } })).to.have.length(1);
  });

  it('of ingresses with the class in an annotation, and of external names without effect', () => {
    const client = createRestClient('1.30');
    const annotations = { 'kubernetes.io/ingress.class': 'nginx' };
    const backend = { service: { name: 's', port: { number: 80 } } };
    const ingress = {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'Ingress',
      metadata: { name: 'i', annotations },
      spec: { defaultBackend: backend },
    };
    const path = '/apis/networking.k8s.io/v1/namespaces/default/ingresses';
    expect(warningsIn(client.ask('POST', path, { body: ingress }))).to.deep.equal([
      'annotation "kubernetes.io/ingress.class" is deprecated, please use \'spec.ingressClassName\' instead',
    ]);
    const service = {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 's' },
      spec: { externalName: 'a.b', ports: [{ port: 80 }] },
    };
    expect(
      warningsIn(client.ask('POST', '/api/v1/namespaces/default/services', { body: service })),
    ).to.deep.equal(['spec.externalName is ignored when spec.type is not "ExternalName"']);
  });

  it('of pods that a namespace would no longer take', () => {
    const client = createRestClient('1.30');
    client.pass(2);
    expect(client.ask('POST', pods, { body: pod({ hostNetwork: true }) }).status).to.equal(201);
    const labels = { 'pod-security.kubernetes.io/enforce': 'baseline' };
    const answer = client.ask('PATCH', '/api/v1/namespaces/default', {
      body: { metadata: { labels } },
      headers: { 'content-type': 'application/merge-patch+json' },
    });
    expect(warningsIn(answer)).to.deep.equal([
      'existing pods in namespace "default" violate the new PodSecurity enforce level "baseline:latest"',
      'p: host namespaces',
    ]);
  });
});
