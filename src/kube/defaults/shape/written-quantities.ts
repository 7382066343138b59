/** How quantities were written before they became canonical: messages that print a quantity's struct still tell "0.5" from "500m". */

const writtenByList = new WeakMap<object, Readonly<Record<string, unknown>>>();

/** Remembers the texts from which the list of quantities `list` was made. */
export const rememberWritten = (list: object, written: Readonly<Record<string, unknown>>): void => {
  writtenByList.set(list, written);
};

/** The list `next` takes quantities over from `list`. */
export const inheritWritten = (next: object, list: object): void => {
  const written = writtenByList.get(list);
  if (written !== undefined && !writtenByList.has(next)) writtenByList.set(next, written);
};

/** The text of the quantity `name` in `list` as it was sent, or as it stands there. */
export const writtenQuantity = (list: Readonly<Record<string, string>>, name: string): string => {
  const written = writtenByList.get(list)?.[name];
  return typeof written === 'string' || typeof written === 'number' ? String(written) : list[name]!;
};
