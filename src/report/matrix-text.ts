/** The matrix of scenarios and Kubernetes versions as text: a table that fits the page, and why each red cell is red. */
import { newestPatchOf, parseKubernetesVersion } from '../kube/index.ts';
import { results } from '../runner/index.ts';
import type { MatrixReason, MatrixRecord, MatrixRow } from '../runner/index.ts';
import { shownPath } from './failure-text.ts';
import { painter } from './paint.ts';
import type { Paint } from './paint.ts';
import { wrap } from './wrap.ts';

const marks = {
  passed: '✓',
  failed: '✗',
  errored: 'E',
  partial: '◐',
  skipped: '-',
  interrupted: '!',
} as const;
const styles = {
  passed: 'green',
  failed: 'red',
  errored: 'red',
  partial: 'yellow',
  skipped: 'yellow',
  interrupted: 'yellow',
} as const;

/** "1.22" for the newest patch of that minor, else the version itself. */
export const versionLabel = (version: string): string => {
  const minor = parseKubernetesVersion(version)?.minor ?? 0;
  return newestPatchOf(minor) === version ? `1.${minor}` : version;
};

const gap = '  ';

/** The versions cut into runs whose columns fit beside the names. */
const blocksOf = (labels: readonly string[], room: number): (readonly [from: number, to: number])[] => {
  const blocks: [number, number][] = [];
  let width = Infinity;
  labels.forEach((label, index) => {
    if (width + label.length + gap.length > room) {
      blocks.push([index, index]);
      width = 0;
    }
    blocks.at(-1)![1] = index + 1;
    width += label.length + gap.length;
  });
  return blocks;
};

const tableText = (record: MatrixRecord, columns: number, paint: Paint): string => {
  const labels = record.versions.map(versionLabel);
  const nameWidth = Math.min(
    Math.max(0, ...record.scenarios.map(({ name }) => name.length)),
    Math.max(8, columns - 20),
  );
  const nameOf = ({ name }: MatrixRow): string =>
    (name.length > nameWidth ? `${name.slice(0, nameWidth - 1)}…` : name).padEnd(nameWidth);
  return blocksOf(labels, columns - nameWidth)
    .map(([from, to]) => {
      const head = `${' '.repeat(nameWidth)}${labels
        .slice(from, to)
        .map((label) => gap + label)
        .join('')}`;
      const rows = record.scenarios.map((row) => {
        const cells = labels.slice(from, to).map((label, index) => {
          const result = row.cells[from + index]?.result ?? 'interrupted';
          const pad = ' '.repeat(label.length - 1);
          return `${gap}${paint(styles[result], marks[result])}${pad}`;
        });
        return `${nameOf(row)}${cells.join('')}`.trimEnd();
      });
      return [paint('bold', head), ...rows].join('\n');
    })
    .join('\n\n');
};

/** One way for a scenario to fail, on all the versions on which it fails so. */
interface RedGroup {
  row: MatrixRow;
  failed: MatrixReason;
  versions: string[];
}

/** What differs by version without being another reason: generated names, ages. */
const likeness = ({ step, line, reason }: MatrixReason): string =>
  `${line} ${step} ${reason.replaceAll(/-[a-z0-9]{6,10}(-[a-z0-9]{5})?\b/g, '-*').replaceAll(/\b\d+(s|m|h|d)\b/g, '*')}`;

const redGroups = (record: MatrixRecord): RedGroup[] => {
  const groups = new Map<string, RedGroup>();
  for (const row of record.scenarios) {
    for (const { failed, kubernetes } of row.cells) {
      if (failed === undefined) continue;
      const key = `${row.file} ${row.name} ${likeness(failed)}`;
      const group = groups.get(key);
      if (group === undefined) groups.set(key, { row, failed, versions: [kubernetes] });
      else group.versions.push(kubernetes);
    }
  }
  return [...groups.values()];
};

/** "1.20 to 1.22, 1.34": neighbours among the versions played stand together. */
const spanText = (versions: readonly string[], all: readonly string[]): string => {
  const spans: string[][] = [];
  for (const version of versions) {
    const previous = spans.at(-1)?.at(-1);
    if (previous !== undefined && all.indexOf(previous) + 1 === all.indexOf(version))
      spans.at(-1)!.push(version);
    else spans.push([version]);
  }
  return spans
    .map((span) =>
      span.length === 1
        ? versionLabel(span[0]!)
        : `${versionLabel(span[0]!)} to ${versionLabel(span.at(-1)!)}`,
    )
    .join(', ');
};

const noteText = ({ note }: MatrixReason): string | undefined => {
  if (note === undefined) return undefined;
  const { file, section, step } = note;
  const parts = [
    file,
    section === undefined ? undefined : `section ${section}`,
    step === undefined ? undefined : `step ${step}`,
  ];
  return parts.filter((part) => part !== undefined).join(', ');
};

const redText = (
  { row, failed, versions }: RedGroup,
  all: string[],
  columns: number,
  paint: Paint,
): string => {
  const note = noteText(failed);
  const field = (name: string, text: string): string =>
    wrap(text, columns, `  ${name.padEnd(9)}`, ' '.repeat(11));
  return [
    wrap(
      `${paint('red', marks.failed)} ${paint('bold', row.name)} on ${spanText(versions, all)}`,
      columns,
      '',
      '  ',
    ),
    field('step', failed.step),
    field('reason', failed.reason),
    field('scenario', `${shownPath(failed.file)}:${failed.line}:${failed.column}`),
    ...(note === undefined ? [] : [field('note', note)]),
    field('replay', failed.replay),
  ].join('\n');
};

const skippedLines = (record: MatrixRecord, columns: number): string[] =>
  record.scenarios.flatMap(({ name, cells }) => {
    const reasons = new Map<string, string[]>();
    for (const { skipped, kubernetes } of cells) {
      if (skipped === undefined) continue;
      const reason = skipped.replace(/, this is v[\d.]+$/, '');
      reasons.set(reason, [...(reasons.get(reason) ?? []), kubernetes]);
    }
    return [...reasons].map(([reason, versions]) =>
      wrap(`- ${name} on ${spanText(versions, record.versions)}: ${reason}`, columns, '', '  '),
    );
  });

const summaryText = ({ summary, scenarios, versions }: MatrixRecord): string => {
  const counts = results
    .filter((result) => summary[result] > 0)
    .map((result) => `${summary[result]} ${result} ${marks[result]}`);
  return `${scenarios.length} scenario${scenarios.length === 1 ? '' : 's'} on ${versions.length} version${versions.length === 1 ? '' : 's'}: ${counts.join(', ')}`;
};

/** The matrix for a terminal or a plain page. */
export const matrixText = (
  record: MatrixRecord,
  { columns, isColoured }: { columns: number; isColoured: boolean },
): string => {
  const paint = painter(isColoured);
  const red = redGroups(record).map((group) => redText(group, record.versions, columns, paint));
  const skipped = skippedLines(record, columns).join('\n');
  return `${[tableText(record, columns, paint), ...red, skipped, summaryText(record)].filter((part) => part !== '').join('\n\n')}\n`;
};

/** The matrix as a page of Markdown: docs/matrix.md. */
export const matrixPage = (record: MatrixRecord): string => {
  const labels = record.versions.map(versionLabel);
  const cell = (text: string): string => text.replaceAll('|', '\\|');
  const line = (cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |`;
  const groups = redGroups(record);
  const skipped = skippedLines(record, Infinity);
  return `${[
    '# Scenarios by Kubernetes version',
    '<!-- Made by `labproof matrix --markdown > docs/matrix.md`: do not edit. -->',
    `Every scenario of \`scenarios/\` on the simulator, as Kubernetes of each version: ${record.versions.join(', ')}. ${summaryText(record)}.`,
    [
      line(['scenario', ...labels]),
      line(['---', ...labels.map(() => '---')]),
      ...record.scenarios.map((row) =>
        line([row.name, ...labels.map((_label, index) => marks[row.cells[index]?.result ?? 'interrupted'])]),
      ),
    ].join('\n'),
    ...(groups.length === 0 ? ['Nothing is red.'] : ['## Why a cell is red']),
    ...groups.map(({ row, failed, versions }) =>
      [
        `### ${row.name} on ${spanText(versions, record.versions)}`,
        [
          `- step: ${failed.step}`,
          `- reason: \`${failed.reason.replaceAll('`', "'")}\``,
          `- scenario: ${shownPath(failed.file)}:${failed.line}`,
          `- note: ${noteText(failed) ?? 'not said'}`,
        ].join('\n'),
      ].join('\n\n'),
    ),
    ...(skipped.length === 0 ? [] : ['## Not meant for a version', skipped.join('\n')]),
  ].join('\n\n')}\n`;
};
