/** Requests and sessions as the journal keeps them, and back. */
import type { ApiRequest } from '../../simulator/index.ts';
import type { SessionRequest } from '../sessions/session-request.ts';
import { bytesOfJournal, journalBytes, type ApiInput, type SessionInput } from './journal-entry.ts';

/** Headers that carry a credential, or concern the connection or the form of the answer only. */
const dropped =
  /^(authorization|cookie|host|connection|content-length|transfer-encoding|accept.*|sec-.*|upgrade|x-forwarded-.*|x-stream-.*|kubectl-.*|date|expect|traceparent)$/;

export const apiInput = (request: ApiRequest): ApiInput => {
  const query = request.query.toString();
  const kept = Object.entries(request.headers).filter(([name]) => !dropped.test(name));
  return {
    method: request.method,
    path: request.path,
    ...(query === '' ? {} : { query }),
    ...(kept.length === 0 ? {} : { headers: Object.fromEntries(kept) }),
    ...(request.identity === undefined ? {} : { identity: request.identity }),
    ...(request.body.length === 0 ? {} : { body: journalBytes(request.body) }),
  };
};

export const apiRequest = ({ method, path, query, headers, identity, body }: ApiInput): ApiRequest => ({
  method,
  path,
  query: new URLSearchParams(query ?? ''),
  headers: headers ?? {},
  ...(identity === undefined ? {} : { identity }),
  body: bytesOfJournal(body),
});

const streamNames = ['stdin', 'stdout', 'stderr', 'tty'] as const;

export const sessionInput = (session: number, request: SessionRequest): SessionInput => ({
  session,
  kind: request.kind as SessionInput['kind'],
  namespace: request.namespace,
  pod: request.pod,
  ...(request.container === undefined ? {} : { container: request.container }),
  command: request.command,
  streams: streamNames.filter((name) => request[name]),
});

export const sessionRequest = ({
  kind,
  namespace,
  pod,
  container,
  command,
  streams,
}: SessionInput): SessionRequest => ({
  kind,
  namespace,
  pod,
  container,
  command,
  stdin: streams.includes('stdin'),
  stdout: streams.includes('stdout'),
  stderr: streams.includes('stderr'),
  tty: streams.includes('tty'),
  ports: [],
});
