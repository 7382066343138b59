/** The measured parts of docs/fidelity.md: the scores of the truth tables, the figures of the referee, and every `@deviates` of the sources. */
import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { globSync } from 'glob';
import { forms } from '../test/cluster/forms.ts';
import type { Form } from '../test/cluster/forms.ts';

export interface Score {
  topic: string;
  passed: number;
  cases: number;
}

/** The file that `npm run truth -- DIR --save` writes. */
export const scoresFile = 'test/truth/scores.json';

const scoreTable = (root: string): string => {
  const scores = JSON.parse(readFileSync(join(root, scoresFile), 'utf8')) as Score[];
  const rows = scores.map(({ topic, passed, cases }) => `| ${topic} | ${passed} / ${cases} |`);
  const sum = (pick: (score: Score) => number): number =>
    scores.reduce((total, score) => total + pick(score), 0);
  return [
    '| topic | passed |',
    '| --- | --- |',
    ...rows,
    `| **all** | **${sum(({ passed }) => passed)} / ${sum(({ cases }) => cases)}** |`,
  ].join('\n');
};

/** Of one scenario that was compared with the referee. */
export interface RefereeFigure {
  scenario: string;
  /** The form of the referee. */
  on: Form['on'];
  /** Checkpoints. */
  equal: number;
  total: number;
  /** Steps that the referee's nodes cannot do. */
  skipped: number;
}

/** The file that `LABPROOF_SAVE=1 npm run test:cluster` writes. */
export const refereeFile = 'test/cluster/figures.json';

const refereeTable = (root: string): string => {
  const figures = JSON.parse(readFileSync(join(root, refereeFile), 'utf8')) as RefereeFigure[];
  const sum = (pick: (figure: RefereeFigure) => number): number =>
    figures.reduce((total, figure) => total + pick(figure), 0);
  const [equal, total] = [sum((figure) => figure.equal), sum((figure) => figure.total)];
  return [
    '| scenario | nodes | checkpoints equal | steps not played |',
    '| --- | --- | --- | --- |',
    ...figures.map((one) => `| ${one.scenario} | ${one.on} | ${one.equal} / ${one.total} | ${one.skipped} |`),
    `| **all** | | **${equal} / ${total}** (${((100 * equal) / Math.max(1, total)).toFixed(1)} %) | ${sum(({ skipped }) => skipped)} |`,
  ].join('\n');
};

const notComparedTable = (): string =>
  [
    '| not compared | why |',
    '| --- | --- |',
    ...Object.entries(forms).flatMap(([name, form]) =>
      typeof form === 'string' ? [`| ${name.split('/')[1]} | ${form} |`] : [],
    ),
  ].join('\n');

const sources = (root: string): string[] => globSync('src/**/*.ts', { cwd: root }).sort();

/** "- `src/…/x.ts`: text" for every @deviates, in the order of the files. */
const deviations = (root: string): string => {
  const rows = sources(root).flatMap((file) => {
    const text = readFileSync(join(root, file), 'utf8');
    return [...text.matchAll(/@deviates\s+([^@]*?)(?=\s*(?:\*\/|\n\s*\*\s*@|\n\s*\*\s*\n))/g)].map(
      (match) => `- \`${relative('src', file)}\`: ${match[1]!.replace(/\s*\n\s*\*\s*/g, ' ').trim()}`,
    );
  });
  return rows.join('\n');
};

/** The text with what stands between `<!-- name:begin -->` and `<!-- name:end -->` replaced. @throws Error when they do not stand there */
export const replaced = (text: string, name: string, content: string): string => {
  const [begin, end] = [`<!-- ${name}:begin -->`, `<!-- ${name}:end -->`];
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`there is no ${begin} … ${end}`);
  return `${text.slice(0, from + begin.length)}\n${content}\n${text.slice(to)}`;
};

/** docs/fidelity.md with its measured parts as they are now. */
export const fidelityPage = (root: string): string => {
  const page = readFileSync(join(root, 'docs/fidelity.md'), 'utf8');
  const parts = {
    scores: scoreTable(root),
    deviations: deviations(root),
    referee: `${refereeTable(root)}\n\n${notComparedTable()}`,
  };
  return Object.entries(parts).reduce((text, [name, content]) => replaced(text, name, content), page);
};
