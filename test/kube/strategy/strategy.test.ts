/** Strategies: generations, statuses, and what the server makes up. */
import { expect } from 'chai';
import {
  applyDefaults,
  beforeCreate,
  beforeStatusUpdate,
  beforeUpdate,
  parseKubernetesVersion,
} from '../../../src/kube/index.ts';
import type { Service, UnknownObject } from '../../../src/kube/index.ts';
import { decodeBase64, encodeBase64 } from '../../../src/kube/base64.ts';

const version = parseKubernetesVersion('1.20.2')!;
const context = { version, namespaced: true };
const metadata = { name: 'web', namespace: 'default', uid: 'u1', resourceVersion: '7' };
const template = {
  metadata: { labels: { app: 'web' } },
  spec: { containers: [{ name: 'c', image: 'nginx' }] },
};

const make = (object: object): UnknownObject =>
  applyDefaults({ metadata, ...object } as unknown as UnknownObject, version);
const created = (object: object): UnknownObject => {
  const answer = beforeCreate(make(object), context);
  if (!answer.ok) throw new Error(answer.status.message);
  return answer.value;
};
const updated = (object: UnknownObject, old: UnknownObject): UnknownObject => {
  const answer = beforeUpdate(applyDefaults(object, version), old, context);
  if (!answer.ok) throw new Error(answer.status.message);
  return answer.value;
};
const deployment = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  spec: { selector: { matchLabels: { app: 'web' } }, template },
};

describe('strategies', () => {
  it('start generations at 1 and drop a client’s status', () => {
    const made = created({ ...deployment, status: { replicas: 9 } });
    expect(made.metadata.generation).to.equal(1);
    expect(made.status).to.deep.equal({});
  });

  it('count spec and annotation changes of a deployment, not its labels', () => {
    const old = created(deployment);
    const spec = old.spec as object;
    expect(updated({ ...old, spec: { ...spec, replicas: 5 } }, old).metadata.generation).to.equal(2);
    expect(
      updated({ ...old, metadata: { ...old.metadata, annotations: { a: 'b' } } }, old).metadata.generation,
    ).to.equal(2);
    expect(
      updated({ ...old, metadata: { ...old.metadata, labels: { a: 'b' } } }, old).metadata.generation,
    ).to.equal(1);
  });

  it('keep the spec on a status update and the status on an update', () => {
    const old = created(deployment);
    const next = { ...old, spec: { ...(old.spec as object), replicas: 9 }, status: { replicas: 3 } };
    const answer = beforeStatusUpdate(next, old, context);
    expect(answer.ok && answer.value.spec).to.equal(old.spec);
    expect(answer.ok && answer.value.status).to.deep.equal({ replicas: 3 });
    expect(updated(next, old).status).to.deep.equal({});
  });

  it('give new pods their phase and QoS class, and both names of the service account', () => {
    const pod = created({
      apiVersion: 'v1',
      kind: 'Pod',
      spec: { ...template.spec, serviceAccountName: 'bot' },
    });
    expect(pod.status).to.deep.equal({ phase: 'Pending', qosClass: 'BestEffort' });
    expect(pod.spec).to.include({ serviceAccountName: 'bot', serviceAccount: 'bot' });
  });

  it('give jobs a selector of their own', () => {
    const spec = { template: { spec: { ...template.spec, restartPolicy: 'Never' } } };
    const job = created({ apiVersion: 'batch/v1', kind: 'Job', spec });
    expect(job.spec).to.have.deep.nested.property('selector.matchLabels', { 'controller-uid': 'u1' });
    expect(job.spec).to.have.nested.property('template.metadata.labels.job-name', 'web');
  });

  it('number the templates of daemon sets', () => {
    const key = 'deprecated.daemonset.template.generation';
    const old = created({ ...deployment, kind: 'DaemonSet' });
    expect(old.metadata.annotations).to.deep.equal({ [key]: '1' });
    const spec = {
      ...(old.spec as object),
      template: { ...template, spec: { containers: [{ name: 'c', image: 'nginx:2' }] } },
    };
    const next = updated({ ...old, spec }, old);
    expect(next.metadata.annotations).to.deep.equal({ [key]: '2' });
    expect(next.metadata.generation).to.equal(2);
  });

  it('write stringData into data', () => {
    const secret = created({
      apiVersion: 'v1',
      kind: 'Secret',
      data: { a: 'MQ==' },
      stringData: { b: 'é€😀' },
    });
    expect(secret).to.not.have.property('stringData');
    expect(secret.data).to.deep.equal({ a: 'MQ==', b: Buffer.from('é€😀').toString('base64') });
    for (const text of ['', 'a', 'ab', 'abc']) {
      expect(encodeBase64(text)).to.equal(Buffer.from(text).toString('base64'));
      expect(decodeBase64(encodeBase64(text))).to.equal(text);
    }
  });

  it('default the phase of a volume claim after its status was emptied', () => {
    const spec = { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } };
    const claim = created({
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      spec,
      status: { phase: 'Bound' },
    });
    expect(claim.status).to.deep.equal({ phase: 'Pending' });
  });
});

describe('the service strategy', () => {
  const old = make({
    apiVersion: 'v1',
    kind: 'Service',
    spec: {
      type: 'NodePort',
      clusterIP: '10.0.0.9',
      clusterIPs: ['10.0.0.9'],
      ports: [{ port: 80, nodePort: 30_080 }],
    },
  });
  const specOf = (spec: object): Service['spec'] =>
    updated({ ...old, spec: { ports: [{ port: 80 }], ...spec } }, old).spec as Service['spec'];

  it('keeps allocated addresses and node ports that an update leaves out', () => {
    expect(specOf({ type: 'NodePort' })).to.deep.include({ clusterIP: '10.0.0.9', clusterIPs: ['10.0.0.9'] });
    expect(specOf({ type: 'NodePort' }).ports![0]!.nodePort).to.equal(30_080);
  });

  it('drops node ports with the type that needed them', () => {
    const spec = specOf({ type: 'ClusterIP', ports: [{ port: 80, nodePort: 30_080 }] });
    expect(spec.ports![0]).to.not.have.property('nodePort');
    expect(spec.clusterIP).to.equal('10.0.0.9');
  });
});
