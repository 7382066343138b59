/** Durations as Go's time.ParseDuration reads them: "5s", "1m30s", "1.5h", "-2ms". */

const unitMs: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  μs: 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
};

/** Milliseconds of a duration text, or Go's error. @source go time/format.go ParseDuration */
export const parseGoDuration = (text: string): { milliseconds: number } | { error: string } => {
  const quoted = JSON.stringify(text);
  const isNegative = text.startsWith('-');
  let rest = text.replace(/^[-+]/, '');
  if (rest === '0') return { milliseconds: 0 };
  if (rest === '') return { error: `time: invalid duration ${quoted}` };
  let milliseconds = 0;
  while (rest !== '') {
    const number = /^(\d+\.?\d*|\.\d+)/.exec(rest)?.[0];
    if (number === undefined) return { error: `time: invalid duration ${quoted}` };
    rest = rest.slice(number.length);
    const unit = /^[^\d.]*/.exec(rest)![0];
    if (unit === '') return { error: `time: missing unit in duration ${quoted}` };
    const factor = Object.hasOwn(unitMs, unit) ? unitMs[unit] : undefined;
    if (factor === undefined)
      return { error: `time: unknown unit ${JSON.stringify(unit)} in duration ${quoted}` };
    milliseconds += Number(number) * factor;
    rest = rest.slice(unit.length);
  }
  return { milliseconds: isNegative ? -milliseconds : milliseconds };
};
