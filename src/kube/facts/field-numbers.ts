/** The numbers of Go fields in protobuf. */
import { goFieldNumbersJson } from './go-field-numbers.ts';

let parsed: Record<string, Record<string, number>> | undefined;

/** By Go name; empty for a type that has no form in protobuf. */
export const numbersOf = (goType: string): Readonly<Record<string, number>> =>
  (parsed ??= JSON.parse(goFieldNumbersJson()) as Record<string, Record<string, number>>)[goType] ?? {};
