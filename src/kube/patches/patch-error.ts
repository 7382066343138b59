/** The errors of patches: upstream's text, and the HTTP code with which the API server answers it. */
import { ValueError } from '../value-error.ts';

/** 400: the patch cannot be read. 422: it does not apply. 500: what upstream answers for the rest. */
export type PatchErrorCode = 400 | 422 | 500;

export class PatchError extends ValueError {
  readonly code: PatchErrorCode;
  constructor(message: string, code: PatchErrorCode) {
    super(message);
    this.code = code;
  }
}

/** The patch overwrites a change that somebody else made to the live object. */
export class PatchConflictError extends ValueError {}
