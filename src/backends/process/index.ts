/** Somebody else's simulator as a backend: a child process that speaks the backend protocol; loaded when it is wanted. */
import type { ProcessLabs, ProcessLabsOptions } from './process-labs.ts';
import type { BackendSession, ServedBackend } from './serve-backend.ts';

export type { ProcessLabs, ProcessLabsOptions } from './process-labs.ts';
export type { BackendSession, ServedBackend } from './serve-backend.ts';
export { methodList, protocolSchema, protocolVersion } from './protocol.ts';
export type { MethodDefinition, MethodNeed } from './define-method.ts';

/** Labs of the simulator that the command starts; nothing is started yet. */
export const processLabs = async (options: ProcessLabsOptions): Promise<ProcessLabs> =>
  new (await import('./process-labs.ts')).ProcessLabs(options);

/** The other side: a session that answers the protocol's requests from a backend. */
export const backendSession = async (
  served: ServedBackend,
  send: (message: object) => void,
): Promise<BackendSession> => new (await import('./serve-backend.ts')).BackendSession(served, send);
