/** Times and lines as web servers write them. */
import type { ServiceRequest } from './image.ts';

const days = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const two = (value: number): string => String(value).padStart(2, '0');

const clockTime = (date: Date): string =>
  `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())}`;

/** "Wed, 20 Jan 2021 12:00:00 GMT" */
export const httpDate = (timeMs: number): string => {
  const date = new Date(timeMs);
  const day = `${two(date.getUTCDate())} ${months[date.getUTCMonth()] ?? ''} ${date.getUTCFullYear()}`;
  return `${days[date.getUTCDay()] ?? ''}, ${day} ${clockTime(date)} GMT`;
};

/** "20/Jan/2021:12:00:00 +0000" of access logs, or "2021/01/20 12:00:00" of nginx's error log. */
export const logTime = (timeMs: number, kind: 'access' | 'error'): string => {
  const date = new Date(timeMs);
  if (kind === 'error')
    return `${date.getUTCFullYear()}/${two(date.getUTCMonth() + 1)}/${two(date.getUTCDate())} ${clockTime(date)}`;
  return `${two(date.getUTCDate())}/${months[date.getUTCMonth()] ?? ''}/${date.getUTCFullYear()}:${clockTime(date)} +0000`;
};

/** A line of the "combined" access log. */
export const logLine = (request: ServiceRequest, status: number, bytes: number, timeMs: number): string =>
  `${request.clientAddress} - - [${logTime(timeMs, 'access')}] "${request.method} ${request.path} HTTP/1.1" ${status} ${bytes} ` +
  `"-" "${request.headers['user-agent'] ?? 'curl/7.29.0'}" "-"`;
