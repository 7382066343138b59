/** Somebody else's simulator as a backend: a child process that speaks the backend protocol. */
export { ProcessLabs, type ProcessLabsOptions } from './process-labs.ts';
export { BackendSession, type ServedBackend } from './serve-backend.ts';
export { methodList, protocolSchema, protocolVersion } from './protocol.ts';
export type { MethodDefinition, MethodNeed } from './define-method.ts';
