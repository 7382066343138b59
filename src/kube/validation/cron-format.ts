/** What is wrong with a cron schedule, in the words of the library that upstream reads schedules with. */
import { goAtoi } from '../go-format.ts';
import { isAtLeast } from '../version.ts';
import type { KubernetesVersion } from '../version.ts';

interface Bounds {
  min: number;
  max: number;
  names?: readonly string[];
}

const months = ['', 'jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const days = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const fieldBounds: readonly Bounds[] = [
  { min: 0, max: 59 },
  { min: 0, max: 23 },
  { min: 1, max: 31 },
  { min: 1, max: 12, names: months },
  { min: 0, max: 6, names: days },
];
const descriptors = new Set([
  '@yearly',
  '@annually',
  '@monthly',
  '@weekly',
  '@daily',
  '@midnight',
  '@hourly',
]);
const durationPattern = /^[-+]?(?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|ms|s|m|h))+$/;

type Parsed = { value: number } | { error: string };

const parseNumber = (text: string): Parsed => {
  const parsed = goAtoi(text);
  if ('error' in parsed) return { error: `Failed to parse int from ${text}: ${parsed.error}` };
  return parsed.value < 0 ? { error: `Negative number (${parsed.value}) not allowed: ${text}` } : parsed;
};

const parseNumberOrName = (text: string, names: readonly string[] = []): Parsed => {
  const index = text === '' ? -1 : names.indexOf(text.toLowerCase());
  return index < 0 ? parseNumber(text) : { value: index };
};

/** @source github.com/robfig/cron v1.1 parser.go getRange */
const rangeError = (range: string, { min, max, names }: Bounds): string | undefined => {
  const [bounds = '', ...steps] = range.split('/');
  const ends = bounds.split('-');
  let [start, end] = [min, max];
  if (ends[0] !== '*' && ends[0] !== '?') {
    const first = parseNumberOrName(ends[0]!, names);
    if ('error' in first) return first.error;
    start = end = first.value;
    if (ends.length > 2) return `Too many hyphens: ${range}`;
    if (ends.length === 2) {
      const last = parseNumberOrName(ends[1]!, names);
      if ('error' in last) return last.error;
      end = last.value;
    }
  }
  let step = 1;
  if (steps.length > 1) return `Too many slashes: ${range}`;
  if (steps.length === 1) {
    const parsed = parseNumber(steps[0]!);
    if ('error' in parsed) return parsed.error;
    step = parsed.value;
    if (ends.length === 1) end = max;
  }
  if (start < min) return `Beginning of range (${start}) below minimum (${min}): ${range}`;
  if (end > max) return `End of range (${end}) above maximum (${max}): ${range}`;
  if (start > end) return `Beginning of range (${start}) beyond end of range (${end}): ${range}`;
  return step === 0 ? `Step of range should be a positive number: ${range}` : undefined;
};

const descriptorError = (schedule: string): string | undefined => {
  if (descriptors.has(schedule)) return undefined;
  if (!schedule.startsWith('@every ')) return `Unrecognized descriptor: ${schedule}`;
  const duration = schedule.slice('@every '.length);
  if (durationPattern.test(duration)) return undefined;
  return `Failed to parse duration ${schedule}: time: invalid duration "${duration}"`;
};

/**
 * The error of a schedule, or undefined when it is one.
 * @source k8s 1.20 github.com/robfig/cron v1.1 parser.go ParseStandard; since 1.21 v3, whose texts begin in lower case
 */
export const cronFormatError = (schedule: string, version: KubernetesVersion): string | undefined => {
  const isNew = isAtLeast(version, 21);
  const worded = (error: string | undefined): string | undefined =>
    error === undefined || !isNew ? error : error.charAt(0).toLowerCase() + error.slice(1);
  if (schedule === '') return worded('Empty spec string');
  if (schedule.startsWith('@')) return worded(descriptorError(schedule));
  const fields = schedule.split(/\s+/).filter((field) => field !== '');
  if (fields.length !== fieldBounds.length) {
    const given = isNew ? `[${fields.join(' ')}]` : schedule;
    return worded(`Expected exactly 5 fields, found ${fields.length}: ${given}`);
  }
  for (const [index, field] of fields.entries()) {
    for (const range of field.split(',').filter((part) => part !== '')) {
      const error = rangeError(range, fieldBounds[index]!);
      if (error !== undefined) return worded(error);
    }
  }
  return undefined;
};
