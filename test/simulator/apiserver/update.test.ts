import { expect } from 'chai';
import type { Deployment, Scale } from '../../../src/kube/index.ts';
import { bareWorld, by, configMap, deployment, status, value } from '../bare-world.ts';

const made = () => {
  const { world } = bareWorld();
  return {
    api: world.api,
    object: value(world.api.create('deployments.apps', 'default', deployment('web'), by)),
  };
};

describe('update', () => {
  it('refuses what was read before somebody else wrote', () => {
    const { api, object } = made();
    value(
      api.update('deployments.apps', { ...object, spec: { ...object.spec, replicas: 2 } } as Deployment, by),
    );
    const late = status(
      api.update('deployments.apps', { ...object, spec: { ...object.spec, replicas: 3 } } as Deployment, by),
    );
    expect(late).to.include({ code: 409, reason: 'Conflict' });
    expect(late.message).to.equal(
      'Operation cannot be fulfilled on deployments.apps "web": the object has been modified; please apply your changes to the latest version and try again',
    );
  });

  it('takes an update without a version', () => {
    const { api, object } = made();
    const { resourceVersion: _version, ...metadata } = object.metadata;
    expect(_version).to.not.equal(undefined);
    const next = { ...object, metadata, spec: { ...object.spec, replicas: 5 } } as Deployment;
    expect(value(api.update('deployments.apps', next, by)).spec.replicas).to.equal(5);
  });

  it('counts generations of the spec only', () => {
    const { api, object } = made();
    const labelled = { ...object, metadata: { ...object.metadata, labels: { a: 'b' } } };
    const first = value(api.update('deployments.apps', labelled, by));
    expect(first.metadata.generation).to.equal(1);
    const second = value(
      api.update('deployments.apps', { ...first, spec: { ...first.spec, replicas: 2 } } as Deployment, by),
    );
    expect(second.metadata.generation).to.equal(2);
  });

  it('keeps status out of plain updates, and all else out of updates of the status', () => {
    const { api, object } = made();
    const both = { ...object, spec: { ...object.spec, replicas: 9 }, status: { replicas: 4 } } as Deployment;
    const stated = value(api.update('deployments.apps', both, { ...by, subresource: 'status' }));
    expect(stated.status).to.deep.equal({ replicas: 4 });
    expect(stated.spec.replicas).to.equal(1);
    const plain = value(
      api.update('deployments.apps', { ...stated, status: { replicas: 7 } } as Deployment, by),
    );
    expect(plain.status).to.deep.equal({ replicas: 4 });
  });

  it('writes nothing when nothing changes', () => {
    const { api, object } = made();
    const before = api.lastResourceVersion();
    expect(value(api.update('deployments.apps', { ...object }, by)).metadata.resourceVersion).to.equal(
      before,
    );
    expect(api.lastResourceVersion()).to.equal(before);
  });

  it('refuses another uid', () => {
    const { api, object } = made();
    const other = { ...object, metadata: { ...object.metadata, uid: 'other' } };
    expect(status(api.update('deployments.apps', other, by)).message).to.equal(
      `Operation cannot be fulfilled on deployments.apps "web": StorageError: invalid object, Code: 4, Key: /registry/deployments/default/web, ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: UID in precondition: other, UID in object meta: ${object.metadata.uid}`,
    );
  });

  it('answers 404 for what is not there', () => {
    const { api } = made();
    expect(status(api.update('configmaps', configMap('a'), by)).message).to.equal('configmaps "a" not found');
  });

  it('scales through the subresource', () => {
    const { api } = made();
    const scale = value(api.getSubresource('deployments.apps', 'default', 'web', 'scale')) as Scale;
    expect(scale).to.deep.include({
      kind: 'Scale',
      spec: { replicas: 1 },
      status: { replicas: 0, selector: 'app=web' },
    });
    value(
      api.update('deployments.apps', { ...scale, spec: { replicas: 4 } } as Scale, {
        ...by,
        subresource: 'scale',
      }),
    );
    value(
      api.patch(
        'deployments.apps',
        'default',
        'web',
        'merge-patch+json',
        { spec: { replicas: 6 } },
        { ...by, subresource: 'scale' },
      ),
    );
    const after = value(api.get('deployments.apps', 'default', 'web'));
    expect(after.spec.replicas).to.equal(6);
    expect(after.metadata.generation).to.equal(3);
    expect(status(api.getSubresource('configmaps', 'default', 'web', 'scale')).code).to.equal(404);
    expect(status(api.getSubresource('deployments.apps', 'default', 'none', 'scale')).message).to.equal(
      'deployments/scale.apps "none" not found',
    );
  });
});

describe('patch', () => {
  it('merges containers by name, strategically', () => {
    const { api } = made();
    const patch = { spec: { template: { spec: { containers: [{ name: 'nginx', image: 'nginx:1.19' }] } } } };
    const next = value(
      api.patch('deployments.apps', 'default', 'web', 'strategic-merge-patch+json', patch, by),
    );
    expect(next.spec.template.spec.containers[0]).to.deep.include({
      name: 'nginx',
      image: 'nginx:1.19',
      imagePullPolicy: 'Always',
    });
    expect(next.metadata.generation).to.equal(2);
  });

  it('applies JSON patches, and says so when one does not apply', () => {
    const { api } = made();
    const add = [{ op: 'add', path: '/metadata/labels', value: { a: 'b' } }];
    expect(
      value(api.patch('deployments.apps', 'default', 'web', 'json-patch+json', add, by)).metadata.labels,
    ).to.deep.equal({
      a: 'b',
    });
    const broken = [{ op: 'remove', path: '/spec/nothing' }];
    expect(
      status(api.patch('deployments.apps', 'default', 'web', 'json-patch+json', broken, by)).code,
    ).to.equal(422);
  });

  it('locks when the patch names a version', () => {
    const { api, object } = made();
    value(
      api.patch(
        'deployments.apps',
        'default',
        'web',
        'merge-patch+json',
        { metadata: { labels: { a: 'b' } } },
        by,
      ),
    );
    const stale = { metadata: { resourceVersion: object.metadata.resourceVersion, labels: { a: 'c' } } };
    expect(
      status(api.patch('deployments.apps', 'default', 'web', 'merge-patch+json', stale, by)).reason,
    ).to.equal('Conflict');
  });
});
