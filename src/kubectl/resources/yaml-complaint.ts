/** What go-yaml would say of a YAML text that does not parse. */
import type { YAMLError } from 'yaml';

interface Wording {
  pattern: RegExp;
  text: string;
  /** go-yaml counts lines from 0 when its parser, not its scanner, complains. */
  isOfScanner: boolean;
}

/** @source gopkg.in/yaml.v2 parserc.go, scannerc.go (the commonest of its texts) */
const wordings: readonly Wording[] = [
  { pattern: /^Flow sequence/, text: "did not find expected ',' or ']'", isOfScanner: false },
  { pattern: /^Flow map/, text: "did not find expected ',' or '}'", isOfScanner: false },
  { pattern: /^Tabs are not/, text: 'found character that cannot start any token', isOfScanner: true },
  { pattern: /^Missing closing/, text: 'found unexpected end of stream', isOfScanner: true },
  { pattern: /^Nested mappings/, text: 'mapping values are not allowed in this context', isOfScanner: true },
  { pattern: /^Implicit|^Unexpected scalar/, text: "could not find expected ':'", isOfScanner: true },
  { pattern: /^All \w+ items must start/, text: 'did not find expected key', isOfScanner: false },
];

/** "line 3: did not find expected key". @source gopkg.in/yaml.v2 decode.go parser.fail */
export const yamlComplaint = (error: YAMLError, others: readonly YAMLError[] = []): string => {
  const [start] = error.linePos ?? [];
  // A plain text over several lines is only wrong where its colon stands.
  const whole = others.find(
    ({ code, linePos }) =>
      code === 'MULTILINE_IMPLICIT_KEY' &&
      linePos?.[0].line === start?.line &&
      linePos?.[0].col === start?.col,
  );
  const line = whole?.linePos?.[1]?.line ?? start?.line ?? 1;
  const message = error.message.split('\n')[0]!.replace(/ at line \d+, column \d+:?$/, '');
  const wording = wordings.find(({ pattern }) => pattern.test(message));
  if (wording === undefined) return `line ${line}: ${message}`;
  const shown = wording.isOfScanner && line > 1 ? line : line - 1;
  return shown === 0 ? wording.text : `line ${shown}: ${wording.text}`;
};
