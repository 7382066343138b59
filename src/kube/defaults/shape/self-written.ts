/** Go types that read their own JSON: times, durations, numbers that may be texts. */
import { DecodeError, wrongType } from './decode-error.ts';

const canonicalTime = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\dZ$/;
const canonicalMicroTime =
  /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{6}Z$/;
const readableTime = /^(\d{4}-\d\d-\d\dT)\d\d:\d\d:\d\d([.,]\d+)?(?:Z|[+-]\d\d:\d\d)/;

const layout = ['2006', '-', '01', '-', '02', 'T', '15', ':', '04', ':', '05', 'Z07:00'];

const said = (message: string): DecodeError =>
  new DecodeError({ older: `unmarshalerDecoder: ${message}`, newer: message });

/** @source go 1.15 time/format.go Parse: the first element of the layout that is not there */
const unreadableTime = (text: string): DecodeError => {
  const as = `parsing time ${JSON.stringify(text)}`;
  let rest = text;
  for (const element of layout) {
    const found = /^\d+$/.test(element)
      ? new RegExp(`^\\d{${element.length}}`).exec(rest)
      : element === 'Z07:00'
        ? /^(?:[.,]\d+)?(?:Z|[+-]\d\d:\d\d)/.exec(rest)
        : rest.startsWith(element)
          ? [element]
          : null;
    if (found === null)
      return said(
        `${as} as "2006-01-02T15:04:05Z07:00": cannot parse ${JSON.stringify(rest)} as ${JSON.stringify(element)}`,
      );
    rest = rest.slice((found[0] ?? '').length);
  }
  if (rest !== '') return said(`${as}: extra text: ${JSON.stringify(rest)}`);
  const [month, day, hour, minute] = [5, 8, 11, 14].map((at) => Number(text.slice(at, at + 2)));
  if (month! < 1 || month! > 12) return said(`${as}: month out of range`);
  if (day! < 1 || day! > 31) return said(`${as}: day out of range`);
  return said(`${as}: ${hour! > 23 ? 'hour' : minute! > 59 ? 'minute' : 'second'} out of range`);
};

const timeShaper =
  (canonical: RegExp, digits: number) =>
  (value: unknown): unknown => {
    if (value === null) return undefined;
    if (typeof value !== 'string') throw wrongType(value, 'string', 'string');
    if (canonical.test(value)) return value;
    const read = readableTime.exec(value);
    const ms = read !== null && read[0].length === value.length ? Date.parse(value.replace(',', '.')) : NaN;
    if (Number.isNaN(ms)) throw unreadableTime(value);
    // The creation time of nothing: Go's zero time.
    if (ms === -62_135_596_800_000) return undefined;
    const seconds = new Date(ms).toISOString().slice(0, 19);
    const fraction = (read?.[2] ?? '').slice(1).padEnd(digits, '0').slice(0, digits);
    return digits === 0 ? `${seconds}Z` : `${seconds}.${fraction}Z`;
  };

/** A number of 32 bits, or a text. */
const intOrString = (value: unknown): unknown => {
  if (value === null || value === undefined) return 0;
  if (typeof value === 'string') return value;
  if (typeof value !== 'number') throw wrongType(value, 'number', 'int32');
  if (Number.isInteger(value) && Math.abs(value) < 2 ** 31) return value;
  throw said(`json: cannot unmarshal number ${value} into Go value of type int32`);
};

const durationUnits = /^[+-]?(?:0|(?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+)$/;

const duration = (value: unknown): unknown => {
  if (value === null) return undefined;
  if (typeof value !== 'string') throw wrongType(value, 'string', 'string');
  if (!durationUnits.test(value)) throw said(`time: invalid duration ${JSON.stringify(value)}`);
  return value;
};

/** By Go type. What is not here takes any JSON. @throws DecodeError in the decoder's words */
export const selfWritten: Readonly<Record<string, (value: unknown) => unknown>> = {
  'meta/v1.Time': timeShaper(canonicalTime, 0),
  'meta/v1.MicroTime': timeShaper(canonicalMicroTime, 6),
  'meta/v1.Duration': duration,
  'util/intstr.IntOrString': intOrString,
};
