/** FieldError: one thing that is wrong with an object, as upstream words it. */
import { goQuote } from '../go-format.ts';
import type { StatusCause } from '../status.ts';
import type { FieldPath } from './field-path.ts';

/** Upstream's field.ErrorType, which is the reason of the status' cause. */
export type FieldErrorType =
  | 'FieldValueNotFound'
  | 'FieldValueRequired'
  | 'FieldValueDuplicate'
  | 'FieldValueInvalid'
  | 'FieldValueTypeInvalid'
  | 'FieldValueNotSupported'
  | 'FieldValueForbidden'
  | 'FieldValueTooLong'
  | 'FieldValueTooMany'
  | 'InternalError';

export interface FieldError {
  readonly type: FieldErrorType;
  /** "spec.containers[0].name" */
  readonly field: string;
  readonly detail: string;
  /** Without the field: `Invalid value: "A": must be …`. */
  readonly message: string;
  /** field, ": ", message. */
  readonly text: string;
}

/** Go syntax that stands in a message as it is: what %#v prints of a struct. */
export class GoSyntax {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** A value in a message: a string is quoted, a number or a truth value is not, null and absent are "null", Go syntax is printed as it is. */
export type BadValue = string | number | boolean | null | undefined | GoSyntax;

const titles: Record<FieldErrorType, string> = {
  FieldValueNotFound: 'Not found',
  FieldValueRequired: 'Required value',
  FieldValueDuplicate: 'Duplicate value',
  FieldValueInvalid: 'Invalid value',
  FieldValueTypeInvalid: 'Invalid value',
  FieldValueNotSupported: 'Unsupported value',
  FieldValueForbidden: 'Forbidden',
  FieldValueTooLong: 'Too long',
  FieldValueTooMany: 'Too many',
  InternalError: 'Internal error',
};

const print = (value: BadValue): string => {
  if (value instanceof GoSyntax) return value.text;
  if (value === null || value === undefined) return '"null"';
  return typeof value === 'string' ? goQuote(value) : String(value);
};

const compose = (
  type: FieldErrorType,
  path: FieldPath | string,
  body: string,
  detail: string,
): FieldError => {
  const message = detail === '' ? body : `${body}: ${detail}`;
  const field = path.toString();
  return { type, field, detail, message, text: `${field}: ${message}` };
};

const withValue = (
  type: FieldErrorType,
  path: FieldPath | string,
  value: BadValue,
  detail: string,
): FieldError => compose(type, path, `${titles[type]}: ${print(value)}`, detail);
const withoutValue = (type: FieldErrorType, path: FieldPath | string, detail: string): FieldError =>
  compose(type, path, titles[type], detail);

/** An error of any type; upstream prints no value where one is too long. */
export const fieldError = (
  type: FieldErrorType,
  path: FieldPath | string,
  value: BadValue,
  detail: string,
): FieldError =>
  type === 'FieldValueTooLong' ? withoutValue(type, path, detail) : withValue(type, path, value, detail);

/** @source k8s 1.20 apimachinery/pkg/util/validation/field/errors.go */
export const required = (path: FieldPath | string, detail = ''): FieldError =>
  withoutValue('FieldValueRequired', path, detail);
export const forbidden = (path: FieldPath | string, detail: string): FieldError =>
  withoutValue('FieldValueForbidden', path, detail);
export const invalid = (path: FieldPath | string, value: BadValue, detail: string): FieldError =>
  withValue('FieldValueInvalid', path, value, detail);
export const duplicate = (path: FieldPath | string, value: BadValue): FieldError =>
  withValue('FieldValueDuplicate', path, value, '');
export const notFound = (path: FieldPath | string, value: BadValue): FieldError =>
  withValue('FieldValueNotFound', path, value, '');
export const notSupported = (
  path: FieldPath | string,
  value: BadValue,
  supported: readonly string[],
): FieldError =>
  withValue(
    'FieldValueNotSupported',
    path,
    value,
    supported.length === 0 ? '' : `supported values: ${supported.map(goQuote).join(', ')}`,
  );
export const tooLong = (path: FieldPath | string, maxLength: number): FieldError =>
  withoutValue('FieldValueTooLong', path, `must have at most ${maxLength} bytes`);
export const tooMany = (path: FieldPath | string, actual: number, maxCount: number): FieldError =>
  withValue('FieldValueTooMany', path, actual, `must have at most ${maxCount} items`);

/** Errors as the causes of a Status. */
export const causesOf = (errors: readonly FieldError[]): StatusCause[] =>
  errors.map(({ type, message, field }) => ({ reason: type, message, field }));
