/** Time zones by their names in the IANA data base: which there are, and how far they are from UTC at an instant. */

/** Undefined for a name that is none. */
const formatOf = (zone: string): Intl.DateTimeFormat | undefined => {
  let format = formats.get(zone);
  if (format !== undefined) return format;
  try {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
  formats.set(zone, format);
  return format;
};

const formats = new Map<string, Intl.DateTimeFormat>();

/** As Go's LoadLocation knows it: no offsets such as "+09:00", and letters as they are written. */
export const isTimeZone = (zone: string): boolean =>
  zone === 'UTC' || (/^[A-Za-z]/.test(zone) && formatOf(zone) !== undefined);

/** What the clocks of the zone show is so many ms later than UTC. @throws RangeError for a name that is none */
export const zoneOffsetMs = (zone: string, atMs: number): number => {
  const format = formatOf(zone);
  if (format === undefined) throw new RangeError(`unknown time zone ${zone}`);
  const parts: Record<string, number> = {};
  for (const { type, value } of format.formatToParts(atMs)) parts[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(atMs / 1000) * 1000;
};
