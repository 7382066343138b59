/** What the transport rides out, what it passes on, and what it counts. */
import { expect } from 'chai';
import type { ApiTransport } from '../../../src/backends/cluster/api-transport.ts';
import { BackendError } from '../../../src/core/index.ts';
import { ApiError } from '../../../src/kube/index.ts';
import { FakeApiServer } from './fake-api-server.ts';
import type { Fault } from './fake-api-server.ts';

const answer =
  (code: number, body: unknown, headers: Record<string, string> = {}): Fault =>
  (_request, response) => {
    response.writeHead(code, headers);
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
    return true;
  };
const hangUp: Fault = (request) => {
  request.socket.destroy();
  return true;
};

const refusal = async (promise: Promise<unknown>): Promise<Error> => {
  try {
    await promise;
  } catch (error) {
    return error as Error;
  }
  throw new Error('it was not refused');
};

describe('api transport', () => {
  let server: FakeApiServer;
  let transport: ApiTransport;
  const get = { method: 'GET', path: '/api/v1/pods' };
  const post = { method: 'POST', path: '/api/v1/namespaces/a/pods/b/eviction', body: '{}' };

  beforeEach(async () => {
    server = await FakeApiServer.start();
    transport = server.transport({ retryForMs: 2_000 });
  });
  afterEach(() => server.stop());

  it('answers what the API answers', async () => {
    expect(await transport.json(get)).to.deep.include({ kind: 'PodList' });
  });

  it('asks as somebody else', async () => {
    const asked: unknown[] = [];
    server.faults.push(({ headers }) => {
      asked.push(headers['impersonate-user'], headers['impersonate-group'], headers['impersonate-uid']);
      return false;
    });
    await transport.json({ ...get, as: { user: 'jane', groups: ['developers', 'testers'] } });
    expect(asked).to.deep.equal(['jane', 'developers, testers', undefined]);
  });

  it('asks again after a 429, a 500 and a connection that broke', async () => {
    server.faults.push(answer(429, 'slow down', { 'retry-after': '0.01' }), answer(500, 'oops'), hangUp);
    expect(await transport.json(get)).to.deep.include({ kind: 'PodList' });
    const { throttled, serverErrors, connectionErrors } = transport.troubles;
    expect({ throttled, serverErrors, connectionErrors }).to.deep.equal({
      throttled: 1,
      serverErrors: 1,
      connectionErrors: 1,
    });
  });

  it('repeats a write when the server asks for it, and only then', async () => {
    server.faults.push(answer(429, 'slow down', { 'retry-after': '0.01' }));
    await transport.json(post);
    expect(server.requests).to.have.length(2);
    server.faults.push(answer(500, 'oops'));
    expect(await refusal(transport.json(post))).to.be.instanceOf(ApiError);
    server.faults.push(hangUp);
    expect(await refusal(transport.json(post))).to.be.instanceOf(BackendError);
    expect(server.requests).to.have.length(4);
  });

  it('passes on an eviction that a budget refuses', async () => {
    const status = {
      kind: 'Status',
      status: 'Failure',
      code: 429,
      reason: 'TooManyRequests',
      message: 'Cannot evict',
    };
    server.faults.push(answer(429, status));
    const error = await refusal(transport.json(post));
    expect((error as ApiError).status.message).to.equal('Cannot evict');
    expect(server.requests).to.have.length(1);
  });

  it('passes on a Status as it is, and makes one of plain words', async () => {
    const status = {
      kind: 'Status',
      status: 'Failure',
      code: 404,
      reason: 'NotFound',
      message: 'pods "x" not found',
    };
    server.faults.push(answer(404, status), answer(404, '404 page not found'));
    expect(((await refusal(transport.json(get))) as ApiError).status).to.deep.equal(status);
    expect(((await refusal(transport.json(get))) as ApiError).status.message).to.equal(
      'the server could not find the requested resource',
    );
  });

  it('gives up on a server that is not there', async () => {
    const lost = server.transport({ retryForMs: 100 });
    await server.stop();
    const error = await refusal(lost.json(get));
    expect(error).to.be.instanceOf(BackendError);
    expect(error.message).to.contain('cannot be reached');
    server = await FakeApiServer.start();
  });

  it('gives up on a server that does not answer', async () => {
    const impatient = server.transport({ retryForMs: 0, timeoutMs: 30 });
    server.faults.push(() => true);
    expect(await refusal(impatient.json(get))).to.be.instanceOf(BackendError);
  });
});
