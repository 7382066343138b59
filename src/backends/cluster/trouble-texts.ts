/** What a flaky API has cost, in words for the report. */
import type { Troubles } from './api-transport.ts';

const words: Readonly<Record<keyof Troubles, readonly [one: string, many: string]>> = {
  throttled: ['request was put off (429)', 'requests were put off (429)'],
  serverErrors: [
    'request was answered by an error of the server',
    'requests were answered by an error of the server',
  ],
  connectionErrors: ['connection failed', 'connections failed'],
  droppedWatches: ['watch was cut off', 'watches were cut off'],
  relists: ['watch had to list again (410)', 'watches had to list again (410)'],
};

/** Empty when all went well. */
export const troubleTexts = (troubles: Readonly<Troubles>): string[] => {
  const texts = Object.entries(words).flatMap(([kind, [one, many]]) => {
    const count = troubles[kind as keyof Troubles];
    return count === 0 ? [] : [`${count} ${count === 1 ? one : many}`];
  });
  return texts.length === 0 ? [] : [`the API was flaky, and was asked again: ${texts.join(', ')}`];
};
