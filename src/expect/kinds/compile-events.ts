/** Compiles the expectation kind "events". */
import type { CompileContext, CompiledExpectation } from '../define-expectation.ts';
import type { EventsExpectation } from './events.ts';

export const compileEvents = (
  _expectation: EventsExpectation,
  _context: Required<CompileContext>,
): CompiledExpectation => {
  throw new Error('not yet written');
};
