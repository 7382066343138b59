import { expect } from 'chai';
import type { KubeObject, Pod } from '../../../src/kube/index.ts';
import { bareWorld, by, configMap, pod, status, value } from '../bare-world.ts';

const boundPod = () => {
  const { world } = bareWorld();
  value(world.api.create('pods', 'default', pod('web'), by));
  value(
    world.api.post('pods', 'default', 'web', 'binding', { target: { kind: 'Node', name: 'w1-k8s' } }, by),
  );
  const events: string[] = [];
  value(
    world.api.watch('pods', { resourceVersion: world.api.lastResourceVersion() }, ({ type, object }) => {
      events.push(`${type} ${object.metadata.deletionGracePeriodSeconds ?? ''}`);
    }),
  );
  return { api: world.api, events };
};

describe('delete', () => {
  it('lets a bound pod go in its own time, until the kubelet takes it away', () => {
    const { api, events } = boundPod();
    const leaving = value(api.delete('pods', 'default', 'web', {}, by)) as Pod;
    expect(leaving.metadata.deletionTimestamp).to.equal('2021-01-20T12:00:30Z');
    expect(leaving.metadata.deletionGracePeriodSeconds).to.equal(30);
    value(api.delete('pods', 'default', 'web', {}, by));
    expect(events).to.deep.equal(['MODIFIED 30']);
    value(api.delete('pods', 'default', 'web', { gracePeriodSeconds: 0 }, { user: 'kubelet/w1-k8s' }));
    expect(events).to.deep.equal(['MODIFIED 30', 'MODIFIED 0', 'DELETED 0']);
    expect(status(api.get('pods', 'default', 'web')).message).to.equal('pods "web" not found');
  });

  it('cuts a running grace short, never lengthens it', () => {
    const { api } = boundPod();
    value(api.delete('pods', 'default', 'web', { gracePeriodSeconds: 20 }, by));
    const shorter = value(api.delete('pods', 'default', 'web', { gracePeriodSeconds: 5 }, by)) as Pod;
    expect(shorter.metadata.deletionTimestamp).to.equal('2021-01-20T12:00:05Z');
    const longer = value(api.delete('pods', 'default', 'web', { gracePeriodSeconds: 60 }, by)) as Pod;
    expect(longer.metadata.deletionGracePeriodSeconds).to.equal(5);
  });

  it('takes pods without a node, and forced ones, away at once', () => {
    const { world } = bareWorld();
    value(world.api.create('pods', 'default', pod('pending'), by));
    value(world.api.delete('pods', 'default', 'pending', {}, by));
    expect(world.api.get('pods', 'default', 'pending').ok).to.equal(false);
    const { api } = boundPod();
    value(api.delete('pods', 'default', 'web', { gracePeriodSeconds: 0 }, by));
    expect(api.get('pods', 'default', 'web').ok).to.equal(false);
  });

  it('waits for finalizers', () => {
    const { world } = bareWorld();
    value(world.api.create('configmaps', 'default', configMap('a', { finalizers: ['x/y'] }), by));
    const marked = value(world.api.delete('configmaps', 'default', 'a', {}, by)) as KubeObject;
    expect(marked.metadata.deletionGracePeriodSeconds).to.equal(0);
    expect(world.api.get('configmaps', 'default', 'a').ok).to.equal(true);
    value(
      world.api.patch(
        'configmaps',
        'default',
        'a',
        'merge-patch+json',
        { metadata: { finalizers: null } },
        by,
      ),
    );
    expect(world.api.get('configmaps', 'default', 'a').ok).to.equal(false);
  });

  it('marks what must outlive or outwait its dependents', () => {
    const { world } = bareWorld();
    for (const [name, propagationPolicy, finalizer] of [
      ['a', 'Orphan', 'orphan'],
      ['b', 'Foreground', 'foregroundDeletion'],
    ] as const) {
      value(world.api.create('configmaps', 'default', configMap(name), by));
      value(world.api.delete('configmaps', 'default', name, { propagationPolicy }, by));
      expect(value(world.api.get('configmaps', 'default', name)).metadata.finalizers).to.deep.equal([
        finalizer,
      ]);
    }
    value(world.api.create('configmaps', 'default', configMap('c'), by));
    value(world.api.delete('configmaps', 'default', 'c', { propagationPolicy: 'Background' }, by));
    expect(world.api.get('configmaps', 'default', 'c').ok).to.equal(false);
  });

  it('heeds preconditions', () => {
    const { world } = bareWorld();
    const { metadata } = value(world.api.create('configmaps', 'default', configMap('a'), by));
    const refusal = status(
      world.api.delete('configmaps', 'default', 'a', { preconditions: { uid: 'other' } }, by),
    );
    expect(refusal.message).to.equal(
      `Operation cannot be fulfilled on ConfigMap "a": the UID in the precondition (other) does not match the UID in record (${metadata.uid}). The object might have been deleted and then recreated`,
    );
  });

  it('answers a Status with what went', () => {
    const { world } = bareWorld();
    const { metadata } = value(world.api.create('configmaps', 'default', configMap('a'), by));
    expect(value(world.api.delete('configmaps', 'default', 'a', {}, by))).to.deep.equal({
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Success',
      details: { name: 'a', kind: 'configmaps', uid: metadata.uid },
    });
  });

  it('deletes by selector', () => {
    const { world } = bareWorld();
    for (const [name, app] of [
      ['a', 'x'],
      ['b', 'x'],
      ['c', 'y'],
    ] as const)
      value(world.api.create('configmaps', 'default', configMap(name, { labels: { app } }), by));
    value(world.api.deleteCollection('configmaps', { namespace: 'default', labelSelector: 'app=x' }, {}, by));
    const left = value(world.api.list('configmaps', { namespace: 'default' })).items;
    expect(left.map(({ metadata }) => metadata.name)).to.deep.equal(['c']);
  });

  it('never deletes the namespaces of the system', () => {
    const { world } = bareWorld();
    expect(status(world.api.delete('namespaces', undefined, 'default', {}, by)).message).to.equal(
      'namespaces "default" is forbidden: this namespace may not be deleted',
    );
  });
});

describe('binding', () => {
  it('binds once', () => {
    const { api } = boundPod();
    const bound = value(api.get('pods', 'default', 'web'));
    expect(bound.spec.nodeName).to.equal('w1-k8s');
    expect(bound.status?.conditions?.[0]).to.include({ type: 'PodScheduled', status: 'True' });
    const again = api.post(
      'pods',
      'default',
      'web',
      'binding',
      { target: { kind: 'Node', name: 'w2-k8s' } },
      by,
    );
    expect(status(again).message).to.equal(
      'Operation cannot be fulfilled on pods/binding "web": pod web is already assigned to node "w1-k8s"',
    );
  });
});
