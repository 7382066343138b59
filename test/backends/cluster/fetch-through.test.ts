/** Requests to nodes' ports. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import { fetchThrough } from '../../../src/backends/cluster/fetch-through.ts';

describe('a request from this machine', () => {
  let server: Server;
  let connections = 0;

  before(async () => {
    server = createServer((request, response) =>
      response.end(`${request.method ?? ''} ${request.url ?? ''}`),
    );
    server.on('connection', () => connections++);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  after(() => {
    server.close();
    server.closeAllConnections();
  });

  it('has a connection of its own, for kube-proxy chooses a pod for each', async () => {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/page`;
    const exchange = { url, method: 'GET', headers: {}, body: undefined, timeoutMs: 5_000 };
    for (let count = 0; count < 3; count++)
      expect((await fetchThrough(undefined, exchange)).body).to.equal('GET /page');
    expect(connections).to.equal(3);
  });
});
