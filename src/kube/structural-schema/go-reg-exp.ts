/** Go's regular expressions, run by JavaScript's: what differs is translated or refused. */

const posixClasses: Readonly<Record<string, string>> = {
  alnum: '0-9A-Za-z',
  alpha: 'A-Za-z',
  digit: '0-9',
  lower: 'a-z',
  upper: 'A-Z',
  punct: '!-\\/:-@\\[-`{-~',
  space: '\\s',
  word: '\\w',
  xdigit: '0-9A-Fa-f',
};

const remembered = new Map<string, RegExp | undefined>();
const rememberedPatterns = 1000;

const translate = (pattern: string): string =>
  pattern
    .replace(/\[:(\w+):\]/g, (whole, name: string) => posixClasses[name] ?? whole)
    .replaceAll('(?P<', '(?<')
    .replace(/\\A/g, '^')
    .replace(/\\z/g, '$')
    .replace(/\\Q(.*?)(?:\\E|$)/g, (_whole, text: string) => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&'));

const compile = (pattern: string): RegExp | undefined => {
  const flags = /^\(\?([ims]+)\)/.exec(pattern);
  const body = flags === null ? pattern : pattern.slice(flags[0].length);
  const letters = flags?.[1] ?? '';
  for (const unicode of ['u', '']) {
    try {
      return new RegExp(translate(body), letters + unicode);
    } catch {
      // A pattern that is none with Unicode's stricter rules may be one without.
    }
  }
  return undefined;
};

/** What Go's parser says against a pattern; undefined when it can be read. @source go regexp/syntax */
export const goRegExpError = (pattern: string): string | undefined => {
  const look = /\(\?(?:=|!|<=|<!)/.exec(pattern);
  if (look !== null) return `error parsing regexp: invalid or unsupported Perl syntax: \`${look[0]}\``;
  if (goRegExp(pattern) !== undefined) return undefined;
  const open = (pattern.match(/(?<!\\)\(/g) ?? []).length;
  const close = (pattern.match(/(?<!\\)\)/g) ?? []).length;
  if (open > close) return `error parsing regexp: missing closing ): \`${pattern}\``;
  if (close > open) return `error parsing regexp: unexpected ): \`${pattern}\``;
  const bracket = /(?<!\\)\[[^\]]*$/.exec(pattern);
  if (bracket !== null) return `error parsing regexp: missing closing ]: \`${bracket[0]}\``;
  const repeat = /^([*+?])/.exec(pattern);
  if (repeat !== null)
    return `error parsing regexp: missing argument to repetition operator: \`${repeat[1]!}\``;
  return `error parsing regexp: invalid syntax: \`${pattern}\``;
};

/** The expression; undefined when it is none. Remembered by its text. */
export const goRegExp = (pattern: string): RegExp | undefined => {
  if (!remembered.has(pattern)) {
    if (remembered.size >= rememberedPatterns) remembered.clear();
    remembered.set(pattern, compile(pattern));
  }
  return remembered.get(pattern);
};
