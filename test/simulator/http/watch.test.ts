/* eslint-disable @typescript-eslint/no-explicit-any */
import { expect } from 'chai';
import { configMap, configMaps, createRestClient } from './rest-client.ts';

const told = (events: any[]): string[] =>
  events.map(({ type, object }) => `${type} ${object.metadata?.name ?? object.code}`);

describe('REST: watch', () => {
  it('goes on where a list ended', () => {
    const { ask, watch } = createRestClient();
    ask('POST', configMaps, { body: configMap('before') });
    const { resourceVersion } = ask('GET', configMaps).json.metadata;
    ask('POST', configMaps, { body: configMap('between') });
    ask('DELETE', `${configMaps}/before`);
    const stream = watch(`${configMaps}?watch=true&resourceVersion=${resourceVersion}`);
    expect(told(stream.take())).to.deep.equal(['ADDED between', 'DELETED before']);
    ask('POST', configMaps, { body: configMap('after') });
    expect(told(stream.take())).to.deep.equal(['ADDED after']);
    stream.stop();
    ask('POST', configMaps, { body: configMap('unseen') });
    expect(stream.take()).to.deep.equal([]);
  });

  it('begins with what there is when no version is given', () => {
    const { ask, watch } = createRestClient();
    ask('POST', configMaps, { body: configMap('mine') });
    const names = told(watch(`${configMaps}?watch=1`).take());
    expect(names).to.include('ADDED mine');
    const one = watch('/api/v1/watch/namespaces/default/configmaps/mine');
    expect(told(one.take())).to.deep.equal(['ADDED mine']);
  });

  it('shows what leaves a selection as deleted, as it last was', () => {
    const { ask, watch } = createRestClient();
    const labelled = (colour: string) => ({ ...configMap('a'), metadata: { name: 'a', labels: { colour } } });
    const { resourceVersion } = ask('GET', configMaps).json.metadata;
    const stream = watch(
      `${configMaps}?watch=true&resourceVersion=${resourceVersion}&labelSelector=colour%3Dred`,
    );
    ask('POST', configMaps, { body: labelled('red') });
    const { json } = ask('PUT', `${configMaps}/a`, { body: labelled('blue') });
    ask('PUT', `${configMaps}/a`, { body: labelled('red') });
    const events = stream.take();
    expect(told(events)).to.deep.equal(['ADDED a', 'DELETED a', 'ADDED a']);
    expect(events[1].object.metadata.labels).to.deep.equal({ colour: 'red' });
    expect(events[1].object.metadata.resourceVersion).to.equal(json.metadata.resourceVersion);
  });

  it('says 410 of versions that are too old, as an event', () => {
    const stream = createRestClient().watch(`${configMaps}?watch=true&resourceVersion=5`);
    const [event] = stream.take();
    expect([event.type, event.object.code, event.object.reason]).to.deep.equal(['ERROR', 410, 'Expired']);
    expect(event.object.message).to.match(/^too old resource version: 5 \(\d+\)$/);
    expect(stream.isEnded()).to.equal(true);
  });

  it('ends after timeoutSeconds, with a bookmark where they are allowed', () => {
    const { watch, pass } = createRestClient();
    const stream = watch(
      `${configMaps}?watch=true&resourceVersion=0&timeoutSeconds=100&allowWatchBookmarks=true`,
    );
    stream.take();
    pass(99);
    const types = stream.take().map(({ type }) => type);
    expect([types, stream.isEnded()]).to.deep.equal([['BOOKMARK'], false]);
    pass(2);
    const [last] = stream.take();
    expect([last.type, last.object.kind]).to.deep.equal(['BOOKMARK', 'ConfigMap']);
    expect(stream.isEnded()).to.equal(true);
  });

  it('prints the columns of a Table once', () => {
    const { watch } = createRestClient();
    const stream = watch('/api/v1/nodes?watch=true', {
      accept: 'application/json;as=Table;v=v1;g=meta.k8s.io',
    });
    const [first, second] = stream.take();
    expect(first.object.columnDefinitions[0].name).to.equal('Name');
    expect(second.object.columnDefinitions).to.equal(null);
    expect(second.object.rows).to.have.length(1);
  });

  it('marks the end of the list that a stream began with, where the version knows it', () => {
    const target = `${configMaps}?watch=true&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true`;
    const last = createRestClient('1.34').watch(target).take().at(-1);
    expect(last.type).to.equal('BOOKMARK');
    expect(last.object.metadata.annotations).to.deep.equal({ 'k8s.io/initial-events-end': 'true' });
  });
});
