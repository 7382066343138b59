/** A copy of an object without one of its fields. */
export const withoutField = <T>(object: Record<string, T> | undefined, name: string): Record<string, T> =>
  Object.fromEntries(Object.entries(object ?? {}).filter(([key]) => key !== name));
