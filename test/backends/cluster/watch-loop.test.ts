/** The watch loop against an API server that ends, drops and forgets watches. */
import { expect } from 'chai';
import { WatchLoop } from '../../../src/backends/cluster/watch-loop.ts';
import { eventually, FakeApiServer } from './fake-api-server.ts';

describe('watch loop', () => {
  let server: FakeApiServer;
  let loop: WatchLoop;
  let seen: string[];

  const start = async (resourceVersion?: string): Promise<void> => {
    loop = new WatchLoop(server.transport(), {
      path: '/api/v1/pods',
      resourceVersion,
      onEvent: ({ type, object }) => seen.push(`${type} ${object.metadata.name}`),
    });
    await loop.start();
  };
  const watching = (count: number): Promise<void> =>
    eventually(() => server.requests.filter((line) => line.includes('watch=true')).length >= count);
  const watches = (): string[] => server.requests.filter((line) => line.includes('watch=true'));

  beforeEach(async () => {
    server = await FakeApiServer.start();
    seen = [];
  });
  afterEach(async () => {
    loop.stop();
    await server.stop();
  });

  it('tells what there is, then what changes', async () => {
    server.put('a');
    await start();
    expect(seen).to.deep.equal(['ADDED a']);
    await watching(1);
    server.put('b');
    server.put('a');
    server.remove('a');
    await eventually(() => seen.length === 4);
    expect(seen).to.deep.equal(['ADDED a', 'ADDED b', 'MODIFIED a', 'DELETED a']);
  });

  it('lists nothing when it is told where to begin', async () => {
    server.put('a');
    server.put('b');
    await start('1');
    await eventually(() => seen.length === 1);
    expect(seen).to.deep.equal(['ADDED b']);
    expect(server.requests.every((line) => line.includes('watch=true'))).to.equal(true);
  });

  it('takes up a watch that the server ended, where it ended', async () => {
    await start();
    await watching(1);
    server.put('a');
    await eventually(() => seen.length === 1);
    server.endWatches();
    server.put('b');
    await watching(2);
    await eventually(() => seen.length === 2);
    expect(seen).to.deep.equal(['ADDED a', 'ADDED b']);
    expect(watches()[1]).to.contain('resourceVersion=1&');
  });

  it('goes on from a bookmark', async () => {
    await start();
    await watching(1);
    server.bookmark();
    server.bookmark();
    await new Promise((resolve) => setTimeout(resolve, 20));
    server.endWatches();
    await watching(2);
    expect(watches()[1]).to.contain('resourceVersion=2&');
    expect(seen).to.deep.equal([]);
  });

  it('loses and repeats nothing when the connection breaks in the middle of a line', async () => {
    await start();
    await watching(1);
    for (const name of ['a', 'b']) server.put(name);
    await eventually(() => seen.length === 2);
    server.endWatches('cut');
    for (const name of ['c', 'd']) server.put(name);
    await eventually(() => seen.length === 4);
    expect(seen).to.deep.equal(['ADDED a', 'ADDED b', 'ADDED c', 'ADDED d']);
  });

  it('lists again when its version is forgotten, and tells only the difference', async () => {
    for (const name of ['kept', 'changed', 'gone', 'remade']) server.put(name);
    await start();
    await watching(1);
    seen.length = 0;
    server.endWatches();
    server.put('changed');
    server.remove('gone');
    server.remove('remade');
    server.put('remade', 'another uid');
    server.put('new');
    server.forget();
    await eventually(() => seen.length >= 5);
    expect(seen).to.have.members([
      'DELETED gone',
      'DELETED remade',
      'ADDED remade',
      'MODIFIED changed',
      'ADDED new',
    ]);
    expect(seen.indexOf('DELETED remade')).to.be.lessThan(seen.indexOf('ADDED remade'));
    server.put('later');
    await eventually(() => seen.length === 6);
    expect(seen.at(-1)).to.equal('ADDED later');
  });

  it('rides out refusals and counts them', async () => {
    await start();
    await watching(1);
    const refuse = (code: number) => (_request: unknown, response: { statusCode: number; end(): void }) => {
      response.statusCode = code;
      response.end();
      return true;
    };
    server.faults.push(refuse(429) as never, refuse(500) as never);
    server.endWatches();
    server.put('a');
    await eventually(() => seen.length === 1);
    expect(seen).to.deep.equal(['ADDED a']);
  });

  it('tells nothing after it was stopped', async () => {
    await start();
    await watching(1);
    loop.stop();
    server.put('a');
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(seen).to.deep.equal([]);
  });
});
