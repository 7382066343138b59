/** A length of time as Kubernetes people write it: 500ms, 90s, 1m30s, 2h. */
import { addWrongType } from '../field.ts';
import type { Field, FieldDocs } from '../field.ts';

const unitMs: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const pattern = '^(\\d+(\\.\\d+)?(ms|s|m|h|d))+$';

/** Milliseconds of "1m30s"; undefined when it is no duration. A negative one is a negative number. */
export const parseDuration = (text: string): number | undefined => {
  const isNegative = text.startsWith('-');
  const body = isNegative ? text.slice(1) : text;
  if (!new RegExp(pattern).test(body)) return undefined;
  let totalMs = 0;
  for (const [, amount, unit] of body.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h|d)/g))
    totalMs += Number(amount) * unitMs[unit!]!;
  return isNegative ? -totalMs : totalMs;
};

/** No lab note waits longer: more is a slip of the unit, and would keep the simulator busy for minutes. */
const longestMs = 30 * 86_400_000;

const takes = 'a duration such as 30s or 1m30s';

/** A duration in milliseconds, greater than zero. */
export const duration = (docs: FieldDocs): Field<number> => ({
  ...docs,
  takes,
  schema: () => ({ type: 'string', pattern, not: { pattern: '^([0.]+(ms|s|m|h|d))+$' } }),
  read(node, problems) {
    if (node.kind !== 'scalar' || (typeof node.value !== 'string' && typeof node.value !== 'number')) {
      return addWrongType(problems, takes, node);
    }
    const durationMs = typeof node.value === 'number' ? undefined : parseDuration(node.value);
    if (durationMs === 0 || node.value === 0) {
      problems.add(
        'zero-time',
        'a time of zero leaves nothing to happen',
        node.position,
        'leave the key out, or give a time such as 30s',
      );
      return undefined;
    }
    if ((durationMs !== undefined && durationMs < 0) || (typeof node.value === 'number' && node.value < 0)) {
      problems.add('negative-time', `a time cannot be negative: ${node.value}`, node.position);
      return undefined;
    }
    if (durationMs === undefined) {
      const hint = typeof node.value === 'number' ? `name the unit: ${node.value}s` : undefined;
      return addWrongType(problems, takes, node, hint);
    }
    if (durationMs > longestMs) {
      problems.add('too-long-time', `${node.value} is longer than 30d`, node.position, 'check its unit');
      return undefined;
    }
    return durationMs;
  },
});
