/** A record without one of its keys. */
export const withoutKey = <T>(
  record: Readonly<Record<string, T>> | undefined,
  key: string,
): Record<string, T> =>
  Object.fromEntries(Object.entries(record ?? {}).filter(([candidate]) => candidate !== key));
