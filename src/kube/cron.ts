/** Cron schedules: read as the library that upstream reads them with does, and the instants they stand for. */
import { goAtoi } from './go-format.ts';
import { zoneOffsetMs } from './time-zone.ts';
import { isAtLeast } from './version.ts';
import type { KubernetesVersion } from './version.ts';

/** What a schedule means: sets of values by field, or a fixed distance. */
export type CronSchedule = { fields: readonly CronField[] } | { everyMs: number };

export interface CronField {
  /** Bit n: the value n is meant. */
  bits: bigint;
  /** Written as "*" or "?". */
  isAny: boolean;
}

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
const descriptors: Readonly<Record<string, string>> = {
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@hourly': '0 * * * *',
};
const durationPattern = /^[-+]?(?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|ms|s|m|h))+$/;
const unitMs: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
};

type Parsed<T> = { value: T } | { error: string };

const parseNumber = (text: string): Parsed<number> => {
  const parsed = goAtoi(text);
  if ('error' in parsed) return { error: `Failed to parse int from ${text}: ${parsed.error}` };
  return parsed.value < 0 ? { error: `Negative number (${parsed.value}) not allowed: ${text}` } : parsed;
};

const parseNumberOrName = (text: string, names: readonly string[] = []): Parsed<number> => {
  const index = text === '' ? -1 : names.indexOf(text.toLowerCase());
  return index < 0 ? parseNumber(text) : { value: index };
};

/** @source github.com/robfig/cron v1.1 parser.go getRange (since v3 a step above one takes the star's meaning away) */
const parseRange = (range: string, { min, max, names }: Bounds, isNew: boolean): Parsed<CronField> => {
  const [bounds = '', ...steps] = range.split('/');
  const ends = bounds.split('-');
  let [start, end] = [min, max];
  let isAny = ends[0] === '*' || ends[0] === '?';
  if (!isAny) {
    const first = parseNumberOrName(ends[0]!, names);
    if ('error' in first) return first;
    start = end = first.value;
    if (ends.length > 2) return { error: `Too many hyphens: ${range}` };
    if (ends.length === 2) {
      const last = parseNumberOrName(ends[1]!, names);
      if ('error' in last) return last;
      end = last.value;
    }
  }
  let step = 1;
  if (steps.length > 1) return { error: `Too many slashes: ${range}` };
  if (steps.length === 1) {
    const parsed = parseNumber(steps[0]!);
    if ('error' in parsed) return parsed;
    step = parsed.value;
    if (ends.length === 1) end = max;
    if (isNew && step > 1) isAny = false;
  }
  if (start < min) return { error: `Beginning of range (${start}) below minimum (${min}): ${range}` };
  if (end > max) return { error: `End of range (${end}) above maximum (${max}): ${range}` };
  if (start > end) return { error: `Beginning of range (${start}) beyond end of range (${end}): ${range}` };
  if (step === 0) return { error: `Step of range should be a positive number: ${range}` };
  let bits = 0n;
  for (let value = start; value <= end; value += step) bits |= 1n << BigInt(value);
  return { value: { bits, isAny } };
};

const parseField = (field: string, bounds: Bounds, isNew: boolean): Parsed<CronField> => {
  let [bits, isAny] = [0n, false];
  for (const range of field.split(',').filter((part) => part !== '')) {
    const parsed = parseRange(range, bounds, isNew);
    if ('error' in parsed) return parsed;
    bits |= parsed.value.bits;
    isAny ||= parsed.value.isAny;
  }
  return { value: { bits, isAny } };
};

/** Whole seconds, at least one. @source github.com/robfig/cron v1.1 constantdelay.go Every */
const parseEvery = (schedule: string): Parsed<CronSchedule> => {
  const duration = schedule.slice('@every '.length);
  if (!durationPattern.test(duration)) {
    return { error: `Failed to parse duration ${schedule}: time: invalid duration "${duration}"` };
  }
  let sumMs = 0;
  for (const [, amount, unit] of duration.matchAll(/(\d+\.?\d*|\.\d+)(ns|us|µs|ms|s|m|h)/g))
    sumMs += Number(amount) * (unitMs[unit ?? ''] ?? 0);
  const everyMs = duration.startsWith('-') ? 0 : Math.floor(sumMs / 1000) * 1000;
  return { value: { everyMs: Math.max(1000, everyMs) } };
};

const parse = (schedule: string, isNew: boolean): Parsed<CronSchedule> => {
  if (schedule === '') return { error: 'Empty spec string' };
  if (schedule.startsWith('@every ')) return parseEvery(schedule);
  const written = schedule.startsWith('@') ? descriptors[schedule] : schedule;
  if (written === undefined) return { error: `Unrecognized descriptor: ${schedule}` };
  const texts = written.split(/\s+/).filter((field) => field !== '');
  if (texts.length !== fieldBounds.length) {
    const given = isNew ? `[${texts.join(' ')}]` : schedule;
    return { error: `Expected exactly 5 fields, found ${texts.length}: ${given}` };
  }
  const fields: CronField[] = [];
  for (const [index, text] of texts.entries()) {
    const field = parseField(text, fieldBounds[index]!, isNew);
    if ('error' in field) return field;
    fields.push(field.value);
  }
  return { value: { fields } };
};

/**
 * A schedule of five fields, or a descriptor such as "@hourly" or "@every 90s".
 * @source k8s 1.20 github.com/robfig/cron v1.1 parser.go ParseStandard; since 1.21 v3, whose texts begin in lower case
 */
export const parseCron = (schedule: string, version: KubernetesVersion): Parsed<CronSchedule> => {
  const isNew = isAtLeast(version, 21);
  const parsed = parse(schedule, isNew);
  if ('value' in parsed || !isNew) return parsed;
  return { error: parsed.error.charAt(0).toLowerCase() + parsed.error.slice(1) };
};

const has = (field: CronField | undefined, value: number): boolean =>
  field !== undefined && ((field.bits >> BigInt(value)) & 1n) === 1n;

/** Both days must fit, unless both are restricted: then one will do. @source github.com/robfig/cron v1.1 spec.go dayMatches */
const isDay = (ofMonth: CronField | undefined, ofWeek: CronField | undefined, date: Date): boolean => {
  const fitsMonth = has(ofMonth, date.getUTCDate());
  const fitsWeek = has(ofWeek, date.getUTCDay());
  const isEitherAny = ofMonth?.isAny === true || ofWeek?.isAny === true;
  return isEitherAny ? fitsMonth && fitsWeek : fitsMonth || fitsWeek;
};

const yearsAhead = 5;

const dayMs = 86_400_000;

/** The last instant from `fromMs` on, up to `toMs`, at which the zone is as far from UTC as at `fromMs`: to the second. */
const endOfOffset = (zone: string, fromMs: number, toMs: number): number => {
  const offset = zoneOffsetMs(zone, fromMs);
  let known = fromMs;
  while (known < toMs) {
    const next = Math.min(known + dayMs, toMs);
    if (zoneOffsetMs(zone, next) === offset) {
      known = next;
      continue;
    }
    let [same, other] = [known, next];
    while (other - same > 1000) {
      const middle = same + Math.floor((other - same) / 2000) * 1000;
      if (zoneOffsetMs(zone, middle) === offset) same = middle;
      else other = middle;
    }
    return other - 1;
  }
  return toMs;
};

/** A time that the clocks skip does not come, one that they show twice comes twice. */
const nextInZone = (schedule: CronSchedule, afterMs: number, zone: string): number | undefined => {
  const lastMs = afterMs + yearsAhead * 366 * dayMs;
  for (let fromMs = Math.floor(afterMs / 1000) * 1000; fromMs < lastMs;) {
    // `fromMs` may be the last instant of an offset: what counts is the offset of the next second.
    const offset = zoneOffsetMs(zone, fromMs + 1000);
    const localMs = nextInUtc(schedule, fromMs + offset);
    if (localMs === undefined) return undefined;
    const nextMs = localMs - offset;
    const endMs = endOfOffset(zone, fromMs + 1000, nextMs);
    if (endMs >= nextMs) return nextMs;
    fromMs = endMs;
  }
  return undefined;
};

/**
 * The first instant of the schedule after `afterMs` (ms since 1970) by the clocks of a time zone; undefined when there is none
 * within five years.
 * @source github.com/robfig/cron v1.1 spec.go Next
 */
export const nextCronTime = (
  schedule: CronSchedule,
  afterMs: number,
  timeZone = 'UTC',
): number | undefined =>
  timeZone === 'UTC' || 'everyMs' in schedule
    ? nextInUtc(schedule, afterMs)
    : nextInZone(schedule, afterMs, timeZone);

const nextInUtc = (schedule: CronSchedule, afterMs: number): number | undefined => {
  if ('everyMs' in schedule) return Math.floor(afterMs / 1000) * 1000 + schedule.everyMs;
  const [minute, hour, dayOfMonth, month, dayOfWeek] = schedule.fields;
  const date = new Date(Math.floor(afterMs / 60_000) * 60_000 + 60_000);
  const lastYear = new Date(Math.floor(afterMs / 1000) * 1000 + 1000).getUTCFullYear() + yearsAhead;
  while (date.getUTCFullYear() <= lastYear) {
    if (!has(month, date.getUTCMonth() + 1)) {
      date.setUTCMonth(date.getUTCMonth() + 1, 1);
      date.setUTCHours(0, 0);
    } else if (!isDay(dayOfMonth, dayOfWeek, date)) {
      date.setUTCDate(date.getUTCDate() + 1);
      date.setUTCHours(0, 0);
    } else if (!has(hour, date.getUTCHours())) date.setUTCHours(date.getUTCHours() + 1, 0);
    else if (!has(minute, date.getUTCMinutes())) date.setUTCMinutes(date.getUTCMinutes() + 1);
    else return date.getTime();
  }
  return undefined;
};
