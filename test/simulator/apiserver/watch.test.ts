import { expect } from 'chai';
import { bareWorld, by, configMap, pod, status, value } from '../bare-world.ts';

describe('watch', () => {
  it('tells what is there, then every change at the moment of the write', () => {
    const { api } = bareWorld().world;
    value(api.create('configmaps', 'default', configMap('a'), by));
    const seen: string[] = [];
    const stop = value(
      api.watch('configmaps', { namespace: 'default' }, ({ type, object }) =>
        seen.push(`${type} ${object.metadata.name}`),
      ),
    );
    value(api.create('configmaps', 'default', configMap('b'), by));
    expect(seen).to.deep.equal(['ADDED a', 'ADDED b']);
    stop();
    value(api.create('configmaps', 'default', configMap('c'), by));
    expect(seen).to.have.length(2);
  });

  it('tells all watchers the same order, even of writes made while they are told', () => {
    const { api } = bareWorld().world;
    const orders: string[][] = [[], []];
    api.watch('configmaps', {}, ({ object }) => {
      orders[0]!.push(object.metadata.name);
      if (object.metadata.name === 'a') value(api.create('configmaps', 'default', configMap('b'), by));
    });
    api.watch('configmaps', {}, ({ object }) => orders[1]!.push(object.metadata.name));
    value(api.create('configmaps', 'default', configMap('a'), by));
    expect(orders).to.deep.equal([
      ['a', 'b'],
      ['a', 'b'],
    ]);
  });

  it('turns moves into and out of a selection into ADDED and DELETED', () => {
    const { api } = bareWorld().world;
    const byLabel: string[] = [];
    const byNode: string[] = [];
    api.watch('pods', { labelSelector: 'tier=front' }, ({ type }) => byLabel.push(type));
    api.watch('pods', { fieldSelector: 'spec.nodeName=w1-k8s' }, ({ type }) => byNode.push(type));
    value(api.create('pods', 'default', pod('web'), by));
    const label = (tier: string | null) =>
      value(api.patch('pods', 'default', 'web', 'merge-patch+json', { metadata: { labels: { tier } } }, by));
    label('front');
    value(api.post('pods', 'default', 'web', 'binding', { target: { name: 'w1-k8s' } }, by));
    label(null);
    value(api.delete('pods', 'default', 'web', { gracePeriodSeconds: 0 }, by));
    expect(byLabel).to.deep.equal(['ADDED', 'MODIFIED', 'DELETED']);
    expect(byNode).to.deep.equal(['ADDED', 'MODIFIED', 'MODIFIED', 'DELETED']);
  });

  it('refuses selectors it cannot read', () => {
    const { api } = bareWorld().world;
    expect(status(api.list('pods', { labelSelector: 'a in b' })).message).to.equal(
      "unable to parse requirement: found 'b' expected: '('",
    );
    expect(status(api.list('pods', { fieldSelector: 'nope=1' })).message).to.equal(
      'field label not supported: nope',
    );
  });

  it('lists by namespace, then by name', () => {
    const { api } = bareWorld().world;
    for (const [namespace, name] of [
      ['kube-system', 'a'],
      ['default', 'z'],
      ['default', 'b'],
    ] as const)
      value(api.create('configmaps', namespace, configMap(name, { namespace }), by));
    const names = value(api.list('configmaps')).items.map(
      ({ metadata }) => `${metadata.namespace}/${metadata.name}`,
    );
    expect(names).to.deep.equal(['default/b', 'default/z', 'kube-system/a']);
  });
});
