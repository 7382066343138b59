import { expect } from 'chai';
import type { KubeObject, OwnerReference } from '../../../../src/kube/index.ts';
import { garbageCollector } from '../../../../src/simulator/controllers/garbage-collector/index.ts';
import { ControllerManager } from '../../../../src/simulator/runtime/index.ts';
import { bareWorld, by, configMap, value } from '../../bare-world.ts';

const collecting = () => {
  const { world, time } = bareWorld();
  new ControllerManager(world, [garbageCollector]).start();
  const { api } = world;
  const rest = (): void => {
    while (!time.isAtRest && time.step());
  };
  const names = (): string[] =>
    value(api.list('configmaps', { namespace: 'default' })).items.map(({ metadata }) => metadata.name);
  const make = (name: string, owners: OwnerReference[] = []): KubeObject =>
    value(api.create('configmaps', 'default', configMap(name, { ownerReferences: owners }), by));
  return { api, rest, names, make };
};

const ownedBy = (owner: KubeObject, changes: Partial<OwnerReference> = {}): OwnerReference => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  name: owner.metadata.name,
  uid: owner.metadata.uid ?? '',
  ...changes,
});

describe('garbage collector', () => {
  it('deletes dependents after their owner, and theirs after them', () => {
    const { api, rest, names, make } = collecting();
    const owner = make('owner');
    const child = make('child', [ownedBy(owner)]);
    make('grandchild', [ownedBy(child)]);
    make('stranger');
    rest();
    value(api.delete('configmaps', 'default', 'owner', {}, by));
    expect(names()).to.deep.equal(['child', 'grandchild', 'stranger']);
    rest();
    expect(names()).to.deep.equal(['stranger']);
  });

  it('keeps what still has another owner, and forgets the one that went', () => {
    const { api, rest, names, make } = collecting();
    const first = make('first');
    const second = make('second');
    make('child', [ownedBy(first), ownedBy(second)]);
    rest();
    value(api.delete('configmaps', 'default', 'first', {}, by));
    rest();
    expect(names()).to.deep.equal(['child', 'second']);
    const { ownerReferences } = value(api.get('configmaps', 'default', 'child')).metadata;
    expect(ownerReferences?.map(({ name }) => name)).to.deep.equal(['second']);
  });

  it('sets dependents free when their owner orphans them', () => {
    const { api, rest, names, make } = collecting();
    const owner = make('owner');
    make('child', [ownedBy(owner)]);
    rest();
    value(api.delete('configmaps', 'default', 'owner', { propagationPolicy: 'Orphan' }, by));
    rest();
    expect(names()).to.deep.equal(['child']);
    expect(value(api.get('configmaps', 'default', 'child')).metadata.ownerReferences ?? []).to.deep.equal([]);
  });

  it('in the foreground, lets the owner go last', () => {
    const { api, rest, names, make } = collecting();
    const owner = make('owner');
    make('child', [ownedBy(owner, { blockOwnerDeletion: true })]);
    value(
      api.patch(
        'configmaps',
        'default',
        'child',
        'merge-patch+json',
        { metadata: { finalizers: ['x/hold'] } },
        by,
      ),
    );
    rest();
    const order: string[] = [];
    api.watch('configmaps', { namespace: 'default', resourceVersion: '1' }, ({ type, object }) => {
      if (type === 'DELETED') order.push(object.metadata.name);
    });
    value(api.delete('configmaps', 'default', 'owner', { propagationPolicy: 'Foreground' }, by));
    rest();
    expect(names()).to.deep.equal(['child', 'owner']);
    value(
      api.patch('configmaps', 'default', 'child', 'merge-patch+json', { metadata: { finalizers: null } }, by),
    );
    rest();
    expect(order).to.deep.equal(['child', 'owner']);
  });

  it('deletes what refers to an owner that never was, or was another', () => {
    const { rest, names, make } = collecting();
    const owner = make('owner');
    make('lost', [ownedBy(owner, { name: 'nobody', uid: 'none' })]);
    make('mistaken', [ownedBy(owner, { uid: 'another' })]);
    make('found', [ownedBy(owner)]);
    rest();
    expect(names()).to.deep.equal(['found', 'owner']);
  });
});
