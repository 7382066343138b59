/** FieldPath: "spec.nodeName", "status.containerStatuses[0].restartCount", "metadata.labels['a.b/c']". */

const step = /(?:^|\.)([^.[\]]+)|\[(\d+)\]|\[['"]([^'"]*)['"]\]/y;

/** The parts of a path; undefined when it cannot be read. A leading "." or "{.…}" as in JSONPath is accepted. */
export const parseFieldPath = (text: string): readonly (string | number)[] | undefined => {
  const path = text.replace(/^\{(.*)\}$/, '$1').replace(/^\./, '');
  const parts: (string | number)[] = [];
  let index = 0;
  while (index < path.length) {
    step.lastIndex = index;
    const match = step.exec(path);
    if (match === null) return undefined;
    const [, name, position, quoted] = match;
    parts.push(position === undefined ? (name ?? quoted ?? '') : Number(position));
    index = step.lastIndex;
  }
  return parts.length === 0 ? undefined : parts;
};

/** The value at a parsed path; undefined when a part of it is absent. */
export const valueAt = (value: unknown, parts: readonly (string | number)[]): unknown => {
  let current = value;
  for (const part of parts) {
    if (typeof current !== 'object' || current === null) return undefined;
    current = (current as Record<string | number, unknown>)[part];
  }
  return current;
};
