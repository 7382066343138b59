/** TableCell: one expected cell of a printed table, and what it lets through. */

/** Ages: 5m36s, 22h, 3d22h; times of Kubernetes' own are left out where unknown. */
const age = /^(\d+y)?(\d+d)?(\d+h)?(\d+m)?(\d+s)?$/;
const isAge = (text: string): boolean => text !== '' && age.test(text);
const ageColumns = /^(AGE|LAST SEEN|FIRST SEEN|LAST SCHEDULE|DURATION)$/;

const address = /^\d{1,3}(\.\d{1,3}){3}$/;
const addressColumns = /^(IP|CLUSTER-IP|EXTERNAL-IP|ENDPOINTS)$/;

/** The alphabet of generated names has no vowels and no 0, 1, 3, so that hashes are told from words. */
const hash = '[bcdfghjklmnpqrstvwxz2456789]';
const generatedName = new RegExp(`^(.+?)((?:-${hash}{8,10})?-${hash}{5}|-${hash}{8,10})$`);

export interface CellTest {
  /** In words: "nginx-pod", "any age", "anything". */
  words: string;
  matches(actual: string): boolean;
}

const escape = (text: string): string => text.replace(/[.+?^${}()|[\]\\]/g, '\\$&');

/** "echo-hname-7894b67f-2xb6n" lets every name through that differs only in what was generated. */
const nameTest = (text: string): CellTest | undefined => {
  const match = generatedName.exec(text);
  if (match === null) return undefined;
  const [, stem = '', suffix = ''] = match;
  const parts = suffix.slice(1).split('-');
  const expression = new RegExp(
    `^${escape(stem)}${parts.map((part) => (part.length > 5 ? `-${hash}{6,10}` : `-${hash}{5}`)).join('')}$`,
  );
  return {
    words: `${stem}${parts.map((part) => `-<${part.length} generated>`).join('')}`,
    matches: (actual) => expression.test(actual),
  };
};

/**
 * The test of a cell. "*" lets anything through, a "*" inside a text any part of it, "/…/" is a regular expression.
 * Unless `isExact`, a cell that is an age, an address or a generated name lets every other of its kind through.
 */
export const cellTest = (column: string, text: string, isExact: boolean): CellTest => {
  if (text === '*') return { words: 'anything', matches: () => true };
  if (/^\/.+\/$/.test(text)) {
    const expression = new RegExp(text.slice(1, -1));
    return { words: `matching ${text}`, matches: (actual) => expression.test(actual) };
  }
  if (text.includes('*')) {
    const expression = new RegExp(`^${escape(text).replaceAll('*', '.*')}$`);
    return { words: text, matches: (actual) => expression.test(actual) };
  }
  if (!isExact) {
    if (ageColumns.test(column) && isAge(text)) return { words: 'any age', matches: isAge };
    if (addressColumns.test(column) && address.test(text))
      return { words: 'any address', matches: (actual) => address.test(actual) };
    const name = column === 'NAME' ? nameTest(text) : undefined;
    if (name !== undefined) return name;
  }
  return { words: text === '' ? '(empty)' : text, matches: (actual) => actual === text };
};
