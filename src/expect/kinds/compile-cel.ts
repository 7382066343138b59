/** Compiles the expectation kind "cel". */
import type { CompileContext, CompiledExpectation } from '../define-expectation.ts';
import type { CelExpectation } from './cel.ts';

export const compileCel = (
  _expectation: CelExpectation,
  _context: Required<CompileContext>,
): CompiledExpectation => {
  throw new Error('not yet written');
};
