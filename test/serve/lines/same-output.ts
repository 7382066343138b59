/** Whether two outputs are the same to the byte, or but for ages. */
import type { KubectlResult } from '../../../src/kubectl/index.ts';

export type Sameness = 'identical' | 'but for ages' | 'different';

/** When a warning of the client itself was logged, and by which process. */
const logHeads = /^([IWEF])\d{4} \d\d:\d\d:\d\d\.\d{6} +\d+ /gm;

/** Ages that kubectl itself computes differ, for it looks at the wall's clock. Columns are as wide as the ages in them. */
const withoutAges = (text: string): string =>
  text
    .replace(logHeads, '$1 ')
    .replace(/(?<![\w.:=-])(\d+y)?(\d+d)?(\d+h)?(\d+m)?(\d+s)?(?<=\d[smhdy])(?![\w.:-])|<invalid>/g, 'AGE')
    .replace(/ +/g, ' ')
    .replace(/-{3,}/g, '---');

const texts = ({ stdout, stderr, exitCode }: KubectlResult, through: (text: string) => string): string =>
  JSON.stringify([through(stdout), through(stderr), exitCode]);

export const compareOutputs = (own: KubectlResult, real: KubectlResult): Sameness => {
  const asIs = (text: string): string => text;
  if (texts(own, asIs) === texts(real, asIs)) return 'identical';
  return texts(own, withoutAges) === texts(real, withoutAges) ? 'but for ages' : 'different';
};
