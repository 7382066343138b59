/** Copy-on-write steps that defaulting is made of: every one returns its argument itself when nothing changes. */

/** `object` with the defaults of the fields it does not have. A default of undefined sets nothing. */
export const fill = <T extends object>(object: T, defaults: Partial<T>): T => {
  let result = object;
  for (const field in defaults) {
    if (object[field] !== undefined || defaults[field] === undefined) continue;
    if (result === object) result = { ...object };
    result[field] = defaults[field] as T[typeof field];
  }
  return result;
};

/** `object` with `field` set to `value`; the same object when it already is that. */
export const withField = <T extends object, K extends keyof T>(object: T, field: K, value: T[K]): T =>
  object[field] === value ? object : { ...object, [field]: value };

/** `object` without `field`. */
export const withoutField = <T extends object>(object: T, field: keyof T): T => {
  if (object[field] === undefined) return object;
  const copy = { ...object };
  // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- a field that is undefined would show in key lists
  delete copy[field];
  return copy;
};

/** `object` with `change` applied to the value of `field`, when it has one. */
export const change = <T extends object, K extends keyof T>(
  object: T,
  field: K,
  how: (value: NonNullable<T[K]>) => T[K],
): T => {
  const value = object[field];
  return value === undefined || value === null ? object : withField(object, field, how(value));
};

/** `list` with `how` applied to every item. */
export const changeEach = <T>(list: readonly T[], how: (item: T) => T): T[] => {
  let result: T[] | undefined;
  for (let index = 0; index < list.length; index++) {
    const before = list[index]!;
    const after = how(before);
    if (after !== before) (result ??= list.slice())[index] = after;
  }
  return result ?? (list as T[]);
};
