/** Compiles the expectation kind "selection". */
import type { CompileContext, CompiledExpectation } from '../define-expectation.ts';
import type { SelectionExpectation } from './selection.ts';

export const compileSelection = (
  _expectation: SelectionExpectation,
  _context: Required<CompileContext>,
): CompiledExpectation => {
  throw new Error('not yet written');
};
