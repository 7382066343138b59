/** The unified diff of what was expected against what was found. */
import { createTwoFilesPatch } from 'diff';

/** Unified diff with `expected` and `actual` as its sides; empty when the texts are the same. */
export const unifiedDiff = (expectedText: string, actualText: string, context = 3): string => {
  if (expectedText === actualText) return '';
  const ended = (text: string): string => (text === '' || text.endsWith('\n') ? text : `${text}\n`);
  const patch = createTwoFilesPatch(
    'expected',
    'actual',
    ended(expectedText),
    ended(actualText),
    undefined,
    undefined,
    {
      context,
    },
  );
  return patch.replace(/^=+\n/, '');
};
