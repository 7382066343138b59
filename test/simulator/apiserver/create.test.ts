import { expect } from 'chai';
import { bareWorld, by, configMap, deployment, pod, status, value } from '../bare-world.ts';

describe('create', () => {
  it('fills in what the server decides', () => {
    const { world } = bareWorld();
    const made = value(world.api.create('deployments.apps', 'default', deployment('web'), by));
    expect(made.metadata.uid).to.match(
      /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    );
    expect(made.metadata.creationTimestamp).to.equal('2021-01-20T12:00:00Z');
    expect(made.metadata.generation).to.equal(1);
    expect(made.metadata.resourceVersion).to.equal(world.api.lastResourceVersion());
    expect(made.spec.strategy?.type).to.equal('RollingUpdate');
  });

  it('refuses a name that is taken', () => {
    const { world } = bareWorld();
    value(world.api.create('pods', 'default', pod('web'), by));
    const refusal = status(world.api.create('pods', 'default', pod('web'), by));
    expect(refusal).to.include({ code: 409, reason: 'AlreadyExists', message: 'pods "web" already exists' });
    expect(refusal.details).to.deep.equal({ name: 'web', kind: 'pods' });
  });

  it('makes up names of upstream letters, cut to fit', () => {
    const { world } = bareWorld();
    const base = `${'x'.repeat(70)}-`;
    const made = value(world.api.create('configmaps', 'default', configMap('', { generateName: base }), by));
    expect(made.metadata.name).to.match(/^x{58}[bcdfghjklmnpqrstvwxz2456789]{5}$/);
  });

  it('refuses what goes into a namespace that is not there', () => {
    const { world } = bareWorld();
    const object = configMap('a', { namespace: 'nowhere' });
    expect(status(world.api.create('configmaps', 'nowhere', object, by))).to.include({
      code: 404,
      message: 'namespaces "nowhere" not found',
    });
  });

  it('refuses what goes into a namespace that is going', () => {
    const { world } = bareWorld();
    value(
      world.api.create(
        'namespaces',
        undefined,
        { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'n' } },
        by,
      ),
    );
    value(world.api.delete('namespaces', undefined, 'n', {}, by));
    const refusal = status(world.api.create('configmaps', 'n', configMap('a', { namespace: 'n' }), by));
    expect(refusal.message).to.equal(
      'configmaps "a" is forbidden: unable to create new content in namespace n because it is being terminated',
    );
    expect(refusal.details?.causes?.[0]?.reason).to.equal('NamespaceTerminating');
  });

  it('refuses two namespaces in one request, a version, and resources nobody serves', () => {
    const { world } = bareWorld();
    expect(status(world.api.create('configmaps', 'kube-system', configMap('a'), by)).message).to.equal(
      'the namespace of the provided object does not match the namespace sent on the request',
    );
    expect(
      status(world.api.create('configmaps', 'default', configMap('a', { resourceVersion: '1' }), by)).message,
    ).to.equal('resourceVersion should not be set on objects to be created');
    expect(status(world.api.create('unknowns', 'default', configMap('a'), by)).message).to.equal(
      'the server could not find the requested resource',
    );
  });

  it('writes nothing in a dry run', () => {
    const { world } = bareWorld();
    const before = world.api.lastResourceVersion();
    expect(
      value(world.api.create('pods', 'default', pod('web'), { ...by, dryRun: true })).metadata.name,
    ).to.equal('web');
    expect(world.api.lastResourceVersion()).to.equal(before);
    expect(world.api.get('pods', 'default', 'web').ok).to.equal(false);
  });

  it('keeps a journal of who wrote last', () => {
    const { world } = bareWorld();
    value(world.api.create('pods', 'default', pod('web'), by));
    expect(world.api.lastChange('pods', 'default', 'web')).to.deep.include({
      user: 'tester',
      verb: 'create',
    });
  });
});
