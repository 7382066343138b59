/** Defaulting: what is filled in, what is dropped, and that nothing else changes. */
import { expect } from 'chai';
import fc from 'fast-check';
import { applyDefaults, parseKubernetesVersion } from '../../../src/kube/index.ts';
import type { UnknownObject } from '../../../src/kube/index.ts';

const v20 = parseKubernetesVersion('1.20.2')!;
const v28 = parseKubernetesVersion('1.28.0')!;

const podOf = (spec: object): UnknownObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'web' },
  spec,
});
const containerOf = (pod: UnknownObject): Record<string, unknown> =>
  (pod.spec as { containers: Record<string, unknown>[] }).containers[0]!;

describe('defaults', () => {
  it('pulls images with the tag latest, or none, always', () => {
    const policyOf = (image: string): unknown =>
      containerOf(applyDefaults(podOf({ containers: [{ name: 'c', image }] }), v20)).imagePullPolicy;
    expect(policyOf('nginx')).to.equal('Always');
    expect(policyOf('registry:5000/nginx')).to.equal('Always');
    expect(policyOf('registry:5000/nginx:1.19')).to.equal('IfNotPresent');
    expect(policyOf(`nginx@sha256:${'0'.repeat(64)}`)).to.equal('IfNotPresent');
  });

  it('takes missing requests from limits in pods, not in templates', () => {
    const resources = { limits: { cpu: '1' } };
    const pod = applyDefaults(podOf({ containers: [{ name: 'c', image: 'a', resources }] }), v20);
    expect(containerOf(pod).resources).to.deep.equal({ limits: { cpu: '1' }, requests: { cpu: '1' } });
    const template = { spec: { containers: [{ name: 'c', image: 'a', resources }] } };
    const set = applyDefaults(
      { apiVersion: 'apps/v1', kind: 'ReplicaSet', metadata: { name: 'r' }, spec: { template } },
      v20,
    );
    const { template: made } = set.spec as { template: { spec: { containers: { resources: unknown }[] } } };
    expect(made.spec.containers[0]!.resources).to.deep.equal(resources);
  });

  it('gives a job that has no labels those of its template', () => {
    const labelsOf = (labels?: Record<string, string>): unknown => {
      const template = { metadata: { labels: { 'job-name': 'tick' } }, spec: { containers: [] } };
      const metadata = { name: 'tick', ...(labels === undefined ? {} : { labels }) };
      return applyDefaults({ apiVersion: 'batch/v1', kind: 'Job', metadata, spec: { template } }, v20)
        .metadata.labels;
    };
    expect(labelsOf()).to.deep.equal({ 'job-name': 'tick' });
    expect(labelsOf({}), 'a CronJob sends an empty map').to.deep.equal({ 'job-name': 'tick' });
    expect(labelsOf({ app: 'a' })).to.deep.equal({ app: 'a' });
  });

  it('drops fields that no Go struct has and empty ones, and writes quantities canonically', () => {
    const made = applyDefaults(
      podOf({
        containers: [
          { name: 'c', image: 'a', comand: ['x'], args: [], resources: { requests: { cpu: 0.5 } } },
        ],
        hostIPC: false,
      }),
      v20,
    );
    expect(containerOf(made)).to.not.have.any.keys('comand', 'args');
    expect(containerOf(made).resources).to.deep.equal({ requests: { cpu: '500m' } });
    expect(made.spec).to.not.have.property('hostIPC');
  });

  it('knows fields by release', () => {
    const spec = { containers: [{ name: 'c', image: 'a' }], os: { name: 'linux' } };
    expect(applyDefaults(podOf(spec), v20).spec).to.not.have.property('os');
    expect(applyDefaults(podOf(spec), v28).spec).to.have.deep.property('os', { name: 'linux' });
  });

  it('labels namespaces with their name since 1.21', () => {
    const namespace: UnknownObject = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'lab' } };
    expect(applyDefaults(namespace, v20).metadata.labels).to.equal(undefined);
    expect(applyDefaults(namespace, v28).metadata.labels).to.deep.equal({
      'kubernetes.io/metadata.name': 'lab',
    });
  });

  it('leaves custom objects as they are', () => {
    const custom: UnknownObject = {
      apiVersion: 'lab.example/v1',
      kind: 'Pod',
      metadata: { name: 'x' },
      spec: { a: [] },
    };
    expect(applyDefaults(custom, v20)).to.equal(custom);
  });

  it('never changes its argument, and a second time changes nothing', () => {
    const names = fc.constantFrom('a', 'nginx:1', 'b:latest');
    const container = fc.record(
      {
        name: fc.constant('c'),
        image: names,
        ports: fc.array(fc.record({ containerPort: fc.integer({ min: 1, max: 9 }) }), { maxLength: 2 }),
        resources: fc.record({ limits: fc.constant({ cpu: '100u' }) }, { requiredKeys: [] }),
        livenessProbe: fc.record({ httpGet: fc.constant({ port: 80 }) }),
      },
      { requiredKeys: ['name', 'image'] },
    );
    const kinds = fc.constantFrom('Pod', 'Deployment', 'DaemonSet', 'StatefulSet');
    fc.assert(
      fc.property(
        kinds,
        fc.array(container, { minLength: 1, maxLength: 2 }),
        fc.boolean(),
        (kind, containers, hostNetwork) => {
          const pod = { containers, hostNetwork };
          const object: UnknownObject =
            kind === 'Pod'
              ? podOf(pod)
              : { apiVersion: 'apps/v1', kind, metadata: { name: 'x' }, spec: { template: { spec: pod } } };
          const before = structuredClone(object);
          const once = applyDefaults(object, v20);
          expect(object).to.deep.equal(before);
          expect(applyDefaults(once, v20)).to.equal(once);
          expect(applyDefaults(structuredClone(once), v20)).to.deep.equal(once);
        },
      ),
      { numRuns: 60 },
    );
  });
});
