/** Holds a kubectl run against a table's {exitCode, object, stdout, stderr}, where <help> stands for any usage text. */
import { isDeepStrictEqual } from 'node:util';
import type { KubectlResult } from '../../src/kubectl/index.ts';

/** Undefined when `actual` is as expected, <help> being anything. */
export const textDifference = (what: string, actual: string, expected: string): string | undefined => {
  const at = expected.indexOf('<help>');
  const isSame =
    at < 0 ? actual === expected : actual.startsWith(expected.slice(0, at)) && actual.length > at;
  return isSame ? undefined : `${what}\n-${JSON.stringify(expected)}\n+${JSON.stringify(actual)}`;
};

const objectsIn = (text: string): unknown[] => {
  const objects: unknown[] = [];
  let rest = text.trim();
  while (rest !== '') {
    const end = rest.search(/\n}(?=\n|$)/);
    objects.push(JSON.parse(end < 0 ? rest : rest.slice(0, end + 2)));
    rest = end < 0 ? '' : rest.slice(end + 2).trim();
  }
  return objects;
};

const sorted = (value: any): any => {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, sorted(value[key])]),
  );
};

export const kubectlDifference = (actual: KubectlResult, expected: any): string | undefined => {
  if (actual.exitCode !== expected.exitCode)
    return `exit code ${actual.exitCode} instead of ${expected.exitCode}: ${actual.stderr}`;
  const stderr = textDifference('stderr', actual.stderr, expected.stderr ?? '');
  if (stderr !== undefined) return stderr;
  const wanted = expected.objects ?? (expected.object === undefined ? undefined : [expected.object]);
  if (wanted === undefined) return textDifference('stdout', actual.stdout, expected.stdout ?? '');
  const found = objectsIn(actual.stdout);
  if (isDeepStrictEqual(found, wanted)) return undefined;
  return `-${JSON.stringify(sorted(wanted))}\n+${JSON.stringify(sorted(found))}`;
};
