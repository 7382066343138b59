/** Checks of paths within volumes and on hosts. */
import type { FieldError } from './field-error.ts';
import { invalid } from './field-error.ts';
import type { FieldPath } from './field-path.ts';

/** @source k8s 1.20 pkg/apis/core/validation/validation.go validatePathNoBacksteps */
export const checkNoBacksteps = (errors: FieldError[], path: FieldPath, target: string): void => {
  if (target.split('/').includes('..')) errors.push(invalid(path, target, "must not contain '..'"));
};

/** @source k8s 1.20 pkg/apis/core/validation/validation.go validateLocalDescendingPath */
export const checkDescendingPath = (errors: FieldError[], path: FieldPath, target: string): void => {
  if (target.startsWith('/')) errors.push(invalid(path, target, 'must be a relative path'));
  checkNoBacksteps(errors, path, target);
};

/** @source k8s 1.20 pkg/apis/core/validation/validation.go validateLocalNonReservedPath */
export const checkNonReservedPath = (errors: FieldError[], path: FieldPath, target: string): void => {
  checkDescendingPath(errors, path, target);
  if (target.startsWith('..') && !target.startsWith('../'))
    errors.push(invalid(path, target, "must not start with '..'"));
};
