/** How a method of the backend protocol is defined: its name, what it takes and what it answers. */
import type { Described, MessageSchema } from './message-schema.ts';

/** When a simulator has to know the method: always, only with this capability, or never (labproof then goes without). */
export type MethodNeed =
  'always' | 'virtual clock' | 'exec' | 'request' | 'load' | 'fault' | 'nodes' | 'never';

export interface MethodDefinition<P = unknown, R = unknown> {
  name: string;
  /** One sentence, for docs/backend-protocol.md. */
  summary: string;
  need: MethodNeed;
  params: MessageSchema<P>;
  result: MessageSchema<R>;
}

export const defineMethod = <const N extends string, P, R>(
  definition: MethodDefinition<P, R> & { name: N },
): MethodDefinition<P, R> & { name: N } => definition;

export type ParamsOf<M> = M extends { params: infer S } ? Described<S> : never;
export type ResultOf<M> = M extends { result: infer S } ? Described<S> : never;
