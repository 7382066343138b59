/** Instants as descriptions print them: Go's time.RFC1123Z, in the time zone of whoever types. */

const formatters = new Map<string, Intl.DateTimeFormat>();

const formatterOf = (timeZone: string): Intl.DateTimeFormat => {
  let formatter = formatters.get(timeZone);
  if (formatter === undefined) {
    formatter = new Intl.DateTimeFormat('en-GB', {
      timeZone,
      weekday: 'short',
      day: '2-digit',
      month: 'short',
      year: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      hourCycle: 'h23',
      timeZoneName: 'longOffset',
    });
    formatters.set(timeZone, formatter);
  }
  return formatter;
};

const shortMonths = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

/** "Wed, 20 Jan 2021 11:10:00 +0000"; the zero time when absent. `timeZone` is an IANA name: 'UTC', 'Asia/Seoul'. */
export const dateText = (time: string | null | undefined, timeZone: string): string => {
  if (time === undefined || time === null || time === '') return 'Mon, 01 Jan 0001 00:00:00 +0000';
  const date = new Date(Date.parse(time));
  if (timeZone === 'UTC') return date.toUTCString().replace('GMT', '+0000');
  const parts = Object.fromEntries(
    formatterOf(timeZone)
      .formatToParts(date)
      .map(({ type, value }) => [type, value]),
  );
  // Some locales' data have "Sept", which Go has not.
  const month = shortMonths.find((name) => parts.month!.startsWith(name)) ?? parts.month!;
  const offset = parts.timeZoneName! === 'GMT' ? '+0000' : parts.timeZoneName!.replace(/GMT|:/g, '');
  return `${parts.weekday!}, ${parts.day!} ${month} ${parts.year!} ${parts.hour!}:${parts.minute!}:${parts.second!} ${offset}`;
};
