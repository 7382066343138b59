/** Validation of whole objects, on create and on update. */
import { expect } from 'chai';
import {
  applyDefaults,
  beforeCreate,
  beforeStatusUpdate,
  beforeUpdate,
  parseKubernetesVersion,
  validateCreate,
} from '../../../src/kube/index.ts';
import type { UnknownObject } from '../../../src/kube/index.ts';

const version = parseKubernetesVersion('1.20.2')!;
const newer = parseKubernetesVersion('1.30.0')!;
const context = { version, namespaced: true };

const metadata = { name: 'web', namespace: 'default', uid: 'u1', resourceVersion: '7' };
const podOf = (spec: object): UnknownObject =>
  applyDefaults(
    {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata,
      spec: { containers: [{ name: 'c', image: 'nginx' }], ...spec },
    },
    version,
  );
const template = {
  metadata: { labels: { app: 'web' } },
  spec: { containers: [{ name: 'c', image: 'nginx' }] },
};
const workloadOf = (kind: string, spec: object = {}): UnknownObject =>
  applyDefaults(
    {
      apiVersion: 'apps/v1',
      kind,
      metadata,
      spec: { selector: { matchLabels: { app: 'web' } }, template, ...spec },
    },
    version,
  );
const textsOf = (object: UnknownObject): string[] => validateCreate(object, version).map(({ text }) => text);

describe('validation on create', () => {
  it('accepts ordinary pods and workloads', () => {
    expect(textsOf(podOf({}))).to.deep.equal([]);
    for (const kind of ['Deployment', 'ReplicaSet', 'DaemonSet', 'StatefulSet']) {
      expect(textsOf(workloadOf(kind)), kind).to.deep.equal([]);
    }
  });

  it('finds all errors of an object, in order', () => {
    const pod = podOf({ containers: [{ name: 'A', image: '' }], restartPolicy: 'x' });
    expect(validateCreate(pod, version).map(({ field, type }) => `${field} ${type}`)).to.deep.equal([
      'spec.containers[0].name FieldValueInvalid',
      'spec.containers[0].image FieldValueRequired',
      'spec.restartPolicy FieldValueNotSupported',
    ]);
  });

  it('remembers no name as valid for another rule', () => {
    expect(textsOf(podOf({ hostname: 'a-b' }))).to.deep.equal([]);
    expect(textsOf(podOf({ subdomain: 'a.b' }))).to.have.length(1);
    expect(textsOf(podOf({ nodeName: 'a.b' }))).to.deep.equal([]);
    expect(textsOf(podOf({ subdomain: 'a.b' }))).to.have.length(1);
  });

  it('sees what a selector misses in the template', () => {
    const deployment = workloadOf('Deployment', { selector: { matchLabels: { app: 'other' } } });
    expect(textsOf(deployment)).to.deep.equal([
      'spec.template.metadata.labels: Invalid value: map[string]string{"app":"web"}: `selector` does not match template `labels`',
    ]);
  });

  it('answers 422 with the kind, its group and the causes', () => {
    const answer = beforeCreate(workloadOf('Deployment', { replicas: -1 }), context);
    expect(answer.ok).to.equal(false);
    const { status } = answer as { status: { code: number; message: string; details: unknown } };
    expect(status.code).to.equal(422);
    expect(status.message).to.equal(
      'Deployment.apps "web" is invalid: spec.replicas: Invalid value: -1: must be greater than or equal to 0',
    );
    expect(status.details).to.deep.include({ group: 'apps', kind: 'Deployment', name: 'web' });
  });

  it('refuses a traffic policy on services that nobody outside reaches', () => {
    const service = applyDefaults(
      {
        apiVersion: 'v1',
        kind: 'Service',
        metadata,
        spec: { ports: [{ port: 80 }], externalTrafficPolicy: 'Local' },
      },
      version,
    );
    expect(beforeCreate(service, context)).to.have.nested.property(
      'status.message',
      'Service "web" is invalid: spec.externalTrafficPolicy: Invalid value: "Local": ExternalTrafficPolicy can only be set on NodePort and LoadBalancer service',
    );
  });

  it('lets a template on the host’s network leave the host’s port out since 1.28', () => {
    const speaker = {
      apiVersion: 'apps/v1',
      kind: 'DaemonSet',
      metadata,
      spec: {
        selector: { matchLabels: { app: 'web' } },
        template: {
          metadata: { labels: { app: 'web' } },
          spec: {
            hostNetwork: true,
            containers: [{ name: 'c', image: 'nginx', ports: [{ containerPort: 7472 }] }],
          },
        },
      },
    };
    for (const text of ['1.20.2', '1.27.0', '1.28.0', '1.36.0']) {
      const release = parseKubernetesVersion(text)!;
      expect(validateCreate(applyDefaults(speaker, release), release), text).deep.equal([]);
    }
    const port = { containerPort: 7472, hostPort: 80 };
    const wrong = structuredClone(speaker);
    wrong.spec.template.spec.containers[0]!.ports = [port];
    expect(validateCreate(applyDefaults(wrong, newer), newer)).to.have.lengthOf(1);
  });

  it('judges by release', () => {
    const daemons = workloadOf('DaemonSet', {
      updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 0 } },
    });
    expect(validateCreate(daemons, version)[0]!.detail).to.equal('cannot be 0');
    expect(validateCreate(daemons, newer)[0]!.detail).to.equal('cannot be 0 when maxSurge is 0');
  });
});

describe('validation on update', () => {
  const change = (object: UnknownObject, spec: object): UnknownObject => ({
    ...object,
    spec: { ...(object.spec as object), ...spec },
  });
  const messageOf = (answer: object): string =>
    (answer as { status?: { message: string } }).status?.message ?? '';

  it('lets tolerations be added to a pod, and not taken away', () => {
    const plain = podOf({});
    const tolerant = podOf({ tolerations: [{ key: 'a', operator: 'Exists' }] });
    expect(beforeUpdate(tolerant, plain, context).ok).to.equal(true);
    expect(messageOf(beforeUpdate(plain, tolerant, context))).to.contain(
      'existing toleration can not be modified',
    );
  });

  it('says which pod fields may change', () => {
    const message = messageOf(beforeUpdate(change(podOf({}), { nodeName: 'w1' }), podOf({}), context));
    expect(message).to.contain('pod updates may not change fields other than `spec.containers[*].image`');
    expect(message).to.contain('- \tNodeName: "w1",');
  });

  it('keeps the selector of a deployment', () => {
    const old = workloadOf('Deployment');
    const labels = { app: 'web', tier: 'x' };
    const next = workloadOf('Deployment', {
      selector: { matchLabels: labels },
      template: { ...template, metadata: { labels } },
    });
    expect(messageOf(beforeUpdate(next, old, context))).to.contain('field is immutable');
  });

  it('does not let a finished container of a pod that never restarts run again', () => {
    const withState = (state: object): UnknownObject => ({
      ...podOf({ restartPolicy: 'Never' }),
      status: {
        containerStatuses: [{ name: 'c', state, ready: false, restartCount: 0, image: 'nginx', imageID: '' }],
      },
    });
    const old = withState({ terminated: { exitCode: 1 } });
    const next = { ...old, status: withState({ running: {} }).status };
    expect(messageOf(beforeStatusUpdate(next, old, context))).to.contain(
      'may not be transitioned to non-terminated state',
    );
    expect(beforeStatusUpdate(old, old, context).ok).to.equal(true);
  });
});
