/** Whether two outputs are the same to the byte, or but for ages. */
import type { KubectlResult } from '../../../src/kubectl/index.ts';

export type Sameness = 'identical' | 'but for ages' | 'but for order' | 'different';

/** When a warning of the client itself was logged, and by which process. */
const logHeads = /^([IWEF])\d{4} \d\d:\d\d:\d\d\.\d{6} +\d+ /gm;

/** Our own prints no colours. */
// eslint-disable-next-line no-control-regex
const colours = /\x1b\[[\d;]*m/g;

/** When and with what a binary was built. */
const buildFacts =
  /"?(GitCommit|BuildDate|GoVersion|gitCommit|buildDate|goVersion|Platform)"?: ?"?[\w.:/-]*"?/g;

/** Ages that kubectl itself computes differ, for it looks at the wall's clock. Columns are as wide as the ages in them. */
const withoutAges = (text: string): string =>
  text
    .replace(logHeads, '$1 ')
    .replace(colours, '')
    .replace(buildFacts, '$1: BUILD')
    .replace(/(?<![\w.:=-])(\d+y)?(\d+d)?(\d+h)?(\d+m)?(\d+s)?(?<=\d[smhdy])(?![\w.:-])|<invalid>/g, 'AGE')
    .replace(/ +/g, ' ')
    .replace(/-{3,}/g, '---');

/** The letters and digits of names that are generated. @source k8s 1.20 apimachinery/pkg/util/rand/rand.go alphanums */
const generatedEnd = /(?<=-)[bcdfghjklmnpqrstvwxz2456789]{5}(?![\w-])/g;

/**
 * Some commands print what a map of Go holds, or what runs side by side: in an order that no two runs share. Which of the pods that
 * are made for those evicted side by side gets which name depends on that order, too.
 */
const inOrder = (text: string): string =>
  withoutAges(text).replace(generatedEnd, '?????').split('\n').sort().join('\n');

const texts = ({ stdout, stderr, exitCode }: KubectlResult, through: (text: string) => string): string =>
  JSON.stringify([through(stdout), through(stderr), exitCode]);

export const compareOutputs = (own: KubectlResult, real: KubectlResult): Sameness => {
  const asIs = (text: string): string => text;
  if (texts(own, asIs) === texts(real, asIs)) return 'identical';
  if (texts(own, withoutAges) === texts(real, withoutAges)) return 'but for ages';
  return texts(own, inOrder) === texts(real, inOrder) ? 'but for order' : 'different';
};
