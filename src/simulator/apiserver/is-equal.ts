/** Whether two JSON values are the same; parts that are shared are not looked into. Undefined fields do not count. */

const countDefined = (value: Record<string, unknown>): number => {
  let count = 0;
  for (const key in value) if (value[key] !== undefined) count++;
  return count;
};

export const isEqual = (a: unknown, b: unknown): boolean => {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a)) {
    if (!Array.isArray(b) || a.length !== b.length) return false;
    return a.every((item, index) => isEqual(item, b[index]));
  }
  if (Array.isArray(b)) return false;
  const left = a as Record<string, unknown>;
  const right = b as Record<string, unknown>;
  let count = 0;
  for (const key in left) {
    if (left[key] === undefined) continue;
    count++;
    if (!isEqual(left[key], right[key])) return false;
  }
  return count === countDefined(right);
};
