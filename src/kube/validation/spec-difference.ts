/** What changed between two structs, in the manner of go-cmp, for messages that end in such a difference. */
import { deepEqual } from '../json-value.ts';

const goName = (field: string): string => field.charAt(0).toUpperCase() + field.slice(1);

/**
 * @deviates upstream prints Go values, and its layout is not stable between runs; here a changed field is printed as JSON
 * @source k8s 1.20 apimachinery/pkg/util/diff/diff.go ObjectDiff
 */
export const specDifference = (type: string, next: object, old: object): string => {
  const left = next as Record<string, unknown>;
  const right = old as Record<string, unknown>;
  const lines: string[] = [];
  for (const field of new Set([...Object.keys(left), ...Object.keys(right)])) {
    if (deepEqual(left[field], right[field])) continue;
    if (left[field] !== undefined) lines.push(`- \t${goName(field)}: ${JSON.stringify(left[field])},`);
    if (right[field] !== undefined) lines.push(`+ \t${goName(field)}: ${JSON.stringify(right[field])},`);
  }
  return [`  ${type}{`, '  \t... // identical fields', ...lines, '  }', ''].join('\n');
};
