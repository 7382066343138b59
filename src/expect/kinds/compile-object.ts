/** Compiles the expectation kind "object". */
import type { CompileContext, CompiledExpectation } from '../define-expectation.ts';
import type { ObjectExpectation } from './object.ts';

export const compileObject = (
  _expectation: ObjectExpectation,
  _context: Required<CompileContext>,
): CompiledExpectation => {
  throw new Error('not yet written');
};
