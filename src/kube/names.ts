/** The rules names must follow. Each answers the texts of what is wrong: none means valid. */
import { ipFamily } from './ip-address.ts';
import { isAtLeast } from './version.ts';
import type { KubernetesVersion } from './version.ts';

/** A rule for names: the texts of what is wrong with `value`. `version` matters where wordings changed. */
export type NameRule = (value: string, version?: KubernetesVersion) => string[];

/** Go counts bytes. */
const byteLength = (text: string): number => {
  let bytes = 0;
  for (const char of text) {
    const code = char.codePointAt(0)!;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return bytes;
};

/** @source k8s 1.20 apimachinery/pkg/util/validation/validation.go MaxLenError */
export const maxLengthError = (length: number): string => `must be no more than ${length} characters`;

/** @source k8s 1.20 apimachinery/pkg/util/validation/validation.go RegexError */
const patternError = (message: string, pattern: string, ...examples: string[]): string =>
  examples.length === 0
    ? `${message} (regex used for validation is '${pattern}')`
    : `${message} (e.g. ${examples.map((example) => `'${example}', `).join(' or ')}regex used for validation is '${pattern}')`;

interface PatternRule {
  /** The regular expression as it stands in messages. */
  pattern: string;
  message: string;
  examples: string[];
  maxLength?: number;
}

const patternRule = ({ pattern, message, examples, maxLength = Infinity }: PatternRule): NameRule => {
  const whole = new RegExp(`^(?:${pattern})$`);
  return (value) => {
    const isLong = value.length * 3 > maxLength && byteLength(value) > maxLength;
    const isMatching = whole.test(value);
    if (isMatching && !isLong) return [];
    const errors = isLong ? [maxLengthError(maxLength)] : [];
    if (!isMatching) errors.push(patternError(message, pattern, ...examples));
    return errors;
  };
};

const label1123 = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const subdomain1123 = `${label1123}(\\.${label1123})*`;
const qualifiedPattern = '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]';
const qualifiedMessage =
  "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character";
const qualifiedExamples = ['MyName', 'my.name', '123-abc'];

/** Before 1.20 the messages said DNS-1123. */
const reworded = (rule: NameRule): NameRule => {
  return (value, version) => {
    const errors = rule(value);
    if (errors.length === 0 || version === undefined || isAtLeast(version, 20)) return errors;
    return errors.map((error) => error.replace('a lowercase RFC 1123', 'a DNS-1123'));
  };
};

/** @source k8s 1.20 apimachinery/pkg/util/validation/validation.go IsDNS1123Label */
export const dns1123LabelErrors: NameRule = reworded(
  patternRule({
    pattern: label1123,
    message:
      "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character",
    examples: ['my-name', '123-abc'],
    maxLength: 63,
  }),
);

/** @source k8s 1.20 apimachinery/pkg/util/validation/validation.go IsDNS1123Subdomain */
export const dns1123SubdomainErrors: NameRule = reworded(
  patternRule({
    pattern: subdomain1123,
    message:
      "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character",
    examples: ['example.com'],
    maxLength: 253,
  }),
);

/** @source k8s 1.20 apimachinery/pkg/util/validation/validation.go IsDNS1035Label */
export const dns1035LabelErrors = patternRule({
  pattern: '[a-z]([-a-z0-9]*[a-z0-9])?',
  message:
    "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character",
  examples: ['my-name', 'abc-123'],
  maxLength: 63,
});

/** @source k8s 1.20 apimachinery/pkg/util/validation/validation.go IsWildcardDNS1123Subdomain */
export const wildcardDns1123SubdomainErrors = patternRule({
  pattern: `\\*\\.${subdomain1123}`,
  message:
    "a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain, which must consist of lower case alphanumeric characters, '-' or '.' and end with an alphanumeric character",
  examples: ['*.example.com'],
  maxLength: 253,
});

/** @source k8s 1.20 apimachinery/pkg/util/validation/validation.go IsValidLabelValue */
export const labelValueErrors = patternRule({
  pattern: `(${qualifiedPattern})?`,
  message:
    "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character",
  examples: ['MyValue', 'my_value', '12345'],
  maxLength: 63,
});

/** @source k8s 1.20 apimachinery/pkg/util/validation/validation.go IsCIdentifier */
export const cIdentifierErrors = patternRule({
  pattern: '[A-Za-z_][A-Za-z0-9_]*',
  message:
    "a valid C identifier must start with alphabetic character or '_', followed by a string of alphanumeric characters or '_'",
  examples: ['my_name', 'MY_NAME', 'MyName'],
});

/** @source k8s 1.20 apimachinery/pkg/util/validation/validation.go IsHTTPHeaderName */
export const httpHeaderNameErrors = patternRule({
  pattern: '[-A-Za-z0-9]+',
  message: "a valid HTTP header must consist of alphanumeric characters or '-'",
  examples: ['X-Header-Name'],
});

/** @source k8s 1.20 apimachinery/pkg/util/validation/validation.go IsValidPercent */
export const percentErrors = patternRule({
  pattern: '[0-9]+%',
  message: "a valid percent string must be a numeric string followed by an ending '%'",
  examples: ['1%', '93%'],
});

const envVarPattern = patternRule({
  pattern: '[-._a-zA-Z][-._a-zA-Z0-9]*',
  message:
    "a valid environment variable name must consist of alphabetic characters, digits, '_', '-', or '.', and must not start with a digit",
  examples: ['my.env-name', 'MY_ENV.NAME', 'MyEnvName1'],
});

const configMapKeyPattern = patternRule({
  pattern: '[-._a-zA-Z0-9]+',
  message: "a valid config key must consist of alphanumeric characters, '-', '_' or '.'",
  examples: ['key.name', 'KEY_NAME', 'key-name'],
  maxLength: 253,
});

const dotErrors = (value: string): string[] => {
  if (value === '.' || value === '..') return [`must not be '${value}'`];
  return value.startsWith('..') ? ["must not start with '..'"] : [];
};

/** @source k8s 1.20 apimachinery/pkg/util/validation/validation.go IsEnvVarName */
export const envVarNameErrors: NameRule = (value) => [...envVarPattern(value), ...dotErrors(value)];

/** @source k8s 1.20 apimachinery/pkg/util/validation/validation.go IsConfigMapKey */
export const configMapKeyErrors: NameRule = (value) => [...configMapKeyPattern(value), ...dotErrors(value)];

const qualifiedWhole = new RegExp(`^${qualifiedPattern}$`);

/** Keys of labels and annotations. @source k8s 1.20 apimachinery/pkg/util/validation/validation.go IsQualifiedName */
export const qualifiedNameErrors: NameRule = (value, version) => {
  const parts = value.split('/');
  if (parts.length > 2) {
    const why = patternError(qualifiedMessage, qualifiedPattern, ...qualifiedExamples);
    return [
      `a qualified name ${why} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`,
    ];
  }
  const name = parts.at(-1)!;
  const errors: string[] = [];
  if (parts.length === 2) {
    const prefix = parts[0]!;
    if (prefix === '') errors.push('prefix part must be non-empty');
    else errors.push(...dns1123SubdomainErrors(prefix, version).map((error) => `prefix part ${error}`));
  }
  if (name === '') errors.push('name part must be non-empty');
  else if (byteLength(name) > 63) errors.push(`name part ${maxLengthError(63)}`);
  if (!qualifiedWhole.test(name))
    errors.push(`name part ${patternError(qualifiedMessage, qualifiedPattern, ...qualifiedExamples)}`);
  return errors;
};

/** @source k8s 1.20 apimachinery/pkg/util/validation/validation.go IsValidPortName */
export const portNameErrors: NameRule = (value) => {
  const errors: string[] = [];
  if (byteLength(value) > 15) errors.push(maxLengthError(15));
  if (!/^[-a-z0-9]+$/.test(value))
    errors.push('must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)');
  if (!/[a-z]/.test(value)) errors.push('must contain at least one letter or number (a-z, 0-9)');
  if (value.includes('--')) errors.push('must not contain consecutive hyphens');
  if (value.startsWith('-') || value.endsWith('-')) errors.push('must not begin or end with a hyphen');
  return errors;
};

/** @source k8s 1.20 apimachinery/pkg/util/validation/validation.go IsValidIP */
export const ipErrors: NameRule = (value) =>
  ipFamily(value) === undefined ? ['must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)'] : [];

/** @source k8s 1.20 apimachinery/pkg/util/validation/validation.go InclusiveRangeError */
export const rangeErrors = (value: number, least: number, most: number): string[] =>
  value >= least && value <= most ? [] : [`must be between ${least} and ${most}, inclusive`];

/** @source k8s 1.20 apimachinery/pkg/util/validation/validation.go IsValidPortNum */
export const portNumberErrors = (port: number): string[] => rangeErrors(port, 1, 65535);

/** What may stand in a URL path. @source k8s 1.20 apimachinery/pkg/api/validation/path/name.go IsValidPathSegmentName */
export const pathSegmentNameErrors: NameRule = (value) => {
  if (value === '.' || value === '..') return [`may not be '${value}'`];
  return ['/', '%'].filter((char) => value.includes(char)).map((char) => `may not contain '${char}'`);
};

/** A generateName as the name rules judge it. @source k8s 1.20 apimachinery/pkg/api/validation/generic.go maskTrailingDash */
export const maskTrailingDash = (prefix: string): string =>
  prefix.length > 1 && prefix.endsWith('-') ? `${prefix.slice(0, -2)}a` : prefix;
