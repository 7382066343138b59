/** Formats of strings that upstream's OpenAPI validator knows; others are not checked. */

const isDate = (text: string): boolean => {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (match === null) return false;
  const [, year, month, day] = match.map(Number) as [number, number, number, number];
  const days = [31, (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28, 31, 30, 31, 30];
  const last = [...days, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;
  return day >= 1 && day <= last;
};

const isDateTime = (text: string): boolean => {
  const match = /^(\d{4}-\d{2}-\d{2})[Tt](\d{2}):(\d{2}):(\d{2})(?:\.\d+)?(?:[Zz]|[+-]\d{2}:?\d{2})$/.exec(
    text,
  );
  return (
    match !== null &&
    isDate(match[1] ?? '') &&
    Number(match[2]) < 24 &&
    Number(match[3]) < 60 &&
    Number(match[4]) < 60
  );
};

const isIpv4 = (text: string): boolean => {
  const parts = text.split('.');
  return parts.length === 4 && parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) < 256);
};

const isIpv6 = (text: string): boolean => {
  if (!text.includes(':')) return false;
  const tail = text.slice(text.lastIndexOf(':') + 1);
  const whole = tail.includes('.')
    ? isIpv4(tail)
      ? `${text.slice(0, text.lastIndexOf(':') + 1)}0:0`
      : 'x'
    : text;
  const halves = whole.split('::');
  if (halves.length > 2) return false;
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')));
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return false;
  return halves.length === 2 ? groups.length < 8 : groups.length === 8;
};

const isCidr = (text: string): boolean => {
  const [address = '', length = '', ...more] = text.split('/');
  if (more.length > 0 || !/^\d{1,3}$/.test(length)) return false;
  return isIpv4(address) ? Number(length) <= 32 : isIpv6(address) && Number(length) <= 128;
};

const hostname =
  /^([a-zA-Z0-9\p{S}\p{L}]((-?[a-zA-Z0-9\p{S}\p{L}]{0,62})?)|([a-zA-Z0-9\p{S}\p{L}](([a-zA-Z0-9\-\p{S}\p{L}]{0,61}[a-zA-Z0-9\p{S}\p{L}])?)(\.)){1,}([a-zA-Z\p{L}]){2,63})$/u;

const isHostname = (text: string): boolean =>
  hostname.test(text) && text.length <= 255 && text.split('.').every((part) => part.length <= 63);

const goDuration = /^[-+]?(?:0|(?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+)$/;
const wordyDuration =
  /^\d+(?:\.\d+)?\s*(?:ns|nanos?|nanoseconds?|us|µs|micros?|microseconds?|ms|millis?|milliseconds?|s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?|w|wks?|weeks?)$/i;

const isIsbn10 = (text: string): boolean => {
  const digits = text.replace(/[\s-]/g, '');
  if (!/^\d{9}[\dX]$/.test(digits)) return false;
  const sum = [...digits].reduce(
    (total, digit, index) => total + (10 - index) * (digit === 'X' ? 10 : Number(digit)),
    0,
  );
  return sum % 11 === 0;
};

const isIsbn13 = (text: string): boolean => {
  const digits = text.replace(/[\s-]/g, '');
  if (!/^\d{13}$/.test(digits)) return false;
  return (
    [...digits].reduce((sum, digit, index) => sum + Number(digit) * (index % 2 === 0 ? 1 : 3), 0) % 10 === 0
  );
};

const isUri = (text: string): boolean =>
  /^(?:[a-z][a-z0-9+.-]*:\S*|\/\S*)$/i.test(text) && !/%(?![0-9a-f]{2})/i.test(text);

const uuid = (pattern: string): ((text: string) => boolean) => {
  const expression = new RegExp(`^[0-9a-f]{8}-?[0-9a-f]{4}-?${pattern}[0-9a-f]{12}$`, 'i');
  return (text) => expression.test(text);
};

const isMatch =
  (expression: RegExp): ((text: string) => boolean) =>
  (text) =>
    expression.test(text);

/**
 * By name without its dashes.
 * @source k8s 1.20 apiextensions-apiserver/pkg/apiserver/validation/formats.go supportedFormats; go-openapi/strfmt
 * @deviates credit card numbers are checked for their shape only
 */
const formats: Readonly<Record<string, (text: string) => boolean>> = {
  bsonobjectid: isMatch(/^[0-9a-f]{24}$/i),
  uri: isUri,
  email: isMatch(/^(?:[^<>]*<)?[^\s@<>,;:()[\]]+@[^\s@<>,;:()]+>?$/),
  hostname: isHostname,
  ipv4: isIpv4,
  ipv6: isIpv6,
  cidr: isCidr,
  mac: isMatch(
    /^(?:[0-9a-f]{2}([:-]))(?:[0-9a-f]{2}\1){4}[0-9a-f]{2}$|^[0-9a-f]{4}\.[0-9a-f]{4}\.[0-9a-f]{4}$/i,
  ),
  uuid: uuid('[0-9a-f]{4}-?[0-9a-f]{4}-?'),
  uuid3: uuid('3[0-9a-f]{3}-?[0-9a-f]{4}-?'),
  uuid4: uuid('4[0-9a-f]{3}-?[89ab][0-9a-f]{3}-?'),
  uuid5: uuid('5[0-9a-f]{3}-?[89ab][0-9a-f]{3}-?'),
  isbn: (text) => isIsbn10(text) || isIsbn13(text),
  isbn10: isIsbn10,
  isbn13: isIsbn13,
  creditcard: (text) => /^\d{13,16}$/.test(text.replace(/\D/g, '')),
  ssn: isMatch(/^\d{3}[- ]?\d{2}[- ]?\d{4}$/),
  hexcolor: isMatch(/^#?(?:[0-9a-f]{3}|[0-9a-f]{6})$/i),
  rgbcolor: isMatch(/^rgb\(\s*\d{1,3}\s*,\s*\d{1,3}\s*,\s*\d{1,3}\s*\)$/),
  byte: isMatch(/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/),
  password: () => true,
  date: isDate,
  duration: (text) => goDuration.test(text) || wordyDuration.test(text),
  datetime: isDateTime,
};

/** Whether `text` is of the format; undefined when nobody checks such a format. */
export const isOfFormat = (format: string, text: string): boolean | undefined => {
  const name = format.replaceAll('-', '');
  return Object.hasOwn(formats, name) ? formats[name]!(text) : undefined;
};
