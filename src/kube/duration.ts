/** Lengths of time as kubectl prints ages, and as Go prints and reads durations. Numbers are milliseconds. */
import { goQuote } from './go-format.ts';
import { ValueError } from './value-error.ts';

/**
 * An age with up to two units: "5m12s", "3h", "2d4h".
 * @source k8s 1.20 apimachinery/pkg/util/duration/duration.go HumanDuration
 */
export const humanDuration = (durationMs: number): string => {
  const seconds = Math.trunc(durationMs / 1000);
  if (seconds < -1) return '<invalid>';
  if (seconds < 0) return '0s';
  if (seconds < 60 * 2) return `${seconds}s`;
  const minutes = Math.trunc(seconds / 60);
  if (minutes < 10) return twoUnits(minutes, 'm', seconds % 60, 's');
  if (minutes < 60 * 3) return `${minutes}m`;
  const hours = Math.trunc(minutes / 60);
  if (hours < 8) return twoUnits(hours, 'h', minutes % 60, 'm');
  if (hours < 48) return `${hours}h`;
  const days = Math.trunc(hours / 24);
  if (days < 8) return twoUnits(days, 'd', hours % 24, 'h');
  if (days < 365 * 2) return `${days}d`;
  if (days < 365 * 8) return twoUnits(Math.trunc(days / 365), 'y', days % 365, 'd');
  return `${Math.trunc(days / 365)}y`;
};

const twoUnits = (large: number, largeUnit: string, small: number, smallUnit: string): string =>
  small === 0 ? `${large}${largeUnit}` : `${large}${largeUnit}${small}${smallUnit}`;

/**
 * An age with one unit: "5m", "3h".
 * @source k8s 1.20 apimachinery/pkg/util/duration/duration.go ShortHumanDuration
 */
export const shortHumanDuration = (durationMs: number): string => {
  const seconds = Math.trunc(durationMs / 1000);
  if (seconds < -1) return '<invalid>';
  if (seconds < 0) return '0s';
  if (seconds < 60) return `${seconds}s`;
  if (seconds < 3600) return `${Math.trunc(seconds / 60)}m`;
  const hours = Math.trunc(seconds / 3600);
  if (hours < 24) return `${hours}h`;
  if (hours < 24 * 365) return `${Math.trunc(hours / 24)}d`;
  return `${Math.trunc(hours / 24 / 365)}y`;
};

const unitNanoseconds: Readonly<Record<string, number>> = {
  ns: 1,
  us: 1e3,
  µs: 1e3,
  μs: 1e3,
  ms: 1e6,
  s: 1e9,
  m: 60e9,
  h: 3600e9,
};

/** A duration as Go prints it: "1m0s", "1.5s", "100ms", "0s". @source Go time.Duration.String */
export const formatDuration = (durationMs: number): string => {
  const total = Math.round(Math.abs(durationMs) * 1e6);
  if (total === 0) return '0s';
  const sign = durationMs < 0 ? '-' : '';
  if (total < 1e3) return `${sign}${total}ns`;
  if (total < 1e6) return `${sign}${total / 1e3}µs`;
  if (total < 1e9) return `${sign}${total / 1e6}ms`;
  const minutes = Math.floor(total / 60e9);
  const seconds = `${(total - minutes * 60e9) / 1e9}s`;
  if (minutes === 0) return sign + seconds;
  return minutes < 60
    ? `${sign}${minutes}m${seconds}`
    : `${sign}${Math.floor(minutes / 60)}h${minutes % 60}m${seconds}`;
};

/**
 * Reads a Go duration ("1h30m", "-1.5s", "0") into milliseconds.
 * @throws ValueError with Go's text
 * @source Go 1.15 time.ParseDuration
 */
export const parseDuration = (text: string): number => {
  const unsigned = text.replace(/^[+-]/, '');
  if (unsigned === '0') return 0;
  let nanoseconds = 0;
  let rest = unsigned;
  do {
    const number = /^(\d*)(\.\d*)?/.exec(rest)?.[0] ?? '';
    if (!/\d/.test(number)) throw new ValueError(`time: invalid duration ${goQuote(text)}`);
    rest = rest.slice(number.length);
    const unit = /^[^.\d]*/.exec(rest)?.[0] ?? '';
    if (unit === '') throw new ValueError(`time: missing unit in duration ${goQuote(text)}`);
    const factor = unitNanoseconds[unit];
    if (factor === undefined)
      throw new ValueError(`time: unknown unit ${goQuote(unit)} in duration ${goQuote(text)}`);
    nanoseconds += Number(number.endsWith('.') ? number.slice(0, -1) : number) * factor;
    if (nanoseconds >= 2 ** 63) throw new ValueError(`time: invalid duration ${goQuote(text)}`);
    rest = rest.slice(unit.length);
  } while (rest !== '');
  return (text.startsWith('-') ? -nanoseconds : nanoseconds) / 1e6;
};
