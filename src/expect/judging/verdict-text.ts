/** The two sides of a verdict's diff: what was expected and what was found, as YAML cut to the asserted fields. */
import { stringify } from 'yaml';
import type { FailedLeaf, ObjectName, Verdict } from '../verdict.ts';

/** A value as YAML; the empty text for undefined. */
export const yamlText = (value: unknown): string =>
  value === undefined ? '' : stringify(value, { lineWidth: 0, aliasDuplicateObjects: false });

const passedParts = { leaves: [], expectedText: '', actualText: '', objects: [] } as const;

export const passed = (subject: string, objects: readonly ObjectName[] = []): Verdict => ({
  ok: true,
  subject,
  ...passedParts,
  objects,
});

/** A failed verdict; `expected` and `actual` become YAML. */
export const failed = (
  subject: string,
  leaves: readonly FailedLeaf[],
  sides: { expected: unknown; actual: unknown },
  more: { objects?: readonly ObjectName[]; nearest?: Verdict['nearest'] } = {},
): Verdict => ({
  ok: false,
  subject,
  leaves,
  expectedText: yamlText(sides.expected),
  actualText: yamlText(sides.actual),
  objects: more.objects ?? [],
  ...(more.nearest === undefined ? {} : { nearest: more.nearest }),
});
