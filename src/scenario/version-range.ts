/** VersionRange: which Kubernetes versions a scenario is meant for: ">=1.18 <1.25", "1.20", "1.18 || >=1.22". */
import type { KubernetesVersion } from '../kube/index.ts';
import { fields } from '../document/index.ts';
import type { Field, FieldDocs } from '../document/index.ts';

export interface VersionRange {
  text: string;
  includes(version: KubernetesVersion): boolean;
}

type Test = (minor: number) => boolean;

const operators: Readonly<Record<string, (minor: number) => Test>> = {
  '': (wanted) => (minor) => minor === wanted,
  '=': (wanted) => (minor) => minor === wanted,
  '>=': (wanted) => (minor) => minor >= wanted,
  '>': (wanted) => (minor) => minor > wanted,
  '<=': (wanted) => (minor) => minor <= wanted,
  '<': (wanted) => (minor) => minor < wanted,
  '!=': (wanted) => (minor) => minor !== wanted,
};

const comparator = /(>=|<=|!=|>|<|=)?\s*v?1\.(\d+)(?:\.(?:\d+|x|\*))?/y;

const parseAll = (text: string): Test[] | undefined => {
  const tests: Test[] = [];
  let index = 0;
  const trimmed = text.trim();
  while (index < trimmed.length) {
    comparator.lastIndex = index;
    const match = comparator.exec(trimmed);
    if (match === null) return undefined;
    tests.push(operators[match[1] ?? '']!(Number(match[2])));
    index = comparator.lastIndex;
    const gap = /^[\s,]+/.exec(trimmed.slice(index));
    if (gap === null && index < trimmed.length) return undefined;
    index += gap?.[0].length ?? 0;
  }
  return tests.length === 0 ? undefined : tests;
};

/** Reads a range of minor versions; undefined when it is none. Patch levels do not count. */
export const parseVersionRange = (text: string): VersionRange | undefined => {
  const alternatives = text.split('||').map(parseAll);
  if (alternatives.some((tests) => tests === undefined)) return undefined;
  return {
    text,
    includes: (version) =>
      alternatives.some((tests) => tests!.every((test) => test(version.minor + (version.major - 1) * 1000))),
  };
};

const takes = 'a range of versions such as ">=1.18" or ">=1.18 <1.25"';

export const versionRangeField = (docs: FieldDocs): Field<VersionRange> => ({
  ...docs,
  takes,
  schema: () => ({
    anyOf: [
      { type: 'string', pattern: '^\\s*(>=|<=|!=|>|<|=)?\\s*v?1\\.\\d+' },
      { type: 'number', minimum: 1, exclusiveMaximum: 2 },
    ],
  }),
  read(node, problems) {
    const text = fields.plainText({ summary: '' }).read(node, problems);
    if (text === undefined) return undefined;
    const range = parseVersionRange(text);
    if (range === undefined) problems.add('bad-version-range', `"${text}" is not ${takes}`, node.position);
    return range;
  },
});
