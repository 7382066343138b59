/** The coverage of notes as text: a table of lines, the stale outputs, a table of figures. */
import { coverageFigure, kubectlLines } from '../notes/index.ts';
import type { CoveredLine } from '../notes/index.ts';
import type { Paint } from '../report/index.ts';

/** Same as what is printed; stale; or different with the reason in the step's `note.says`. */
export interface Comparison {
  state: 'same' | 'stale' | 'explained';
  /** Where the output begins in the note. */
  line: number;
  /** Unified, the note on the expected side; empty when the same. */
  diff: string;
  /** What the scenario says of the difference. */
  says?: string;
}

export interface FileLine {
  file: string;
  covered: CoveredLine;
  /** Of what stands below the line, where a step proves the line and prints something. */
  comparison?: Comparison;
}

const baseName = (file: string): string => file.split(/[/\\]/).at(-1)!;

/** Cut to pieces that fit, at blanks where there are any. */
const pieces = (text: string, width: number): string[] => {
  const found: string[] = [];
  let rest = text.replace(/\s+/g, ' ').trim();
  while (rest.length > width) {
    const blank = rest.lastIndexOf(' ', width);
    const end = blank > width / 3 ? blank : width;
    found.push(rest.slice(0, end));
    rest = rest.slice(end).trimStart();
  }
  return [...found, rest];
};

const colours = { proven: 'green', refused: 'dim', uncovered: 'red' } as const;

/** FILE:LINE, STATUS, COMMAND, BY; a row takes as many lines as its cells need. Paths are cut to names where they take too much room. */
export const coverageTable = (lines: readonly FileLine[], columns: number, paint: Paint): string => {
  if (lines.length === 0) return 'No line to show.\n\n';
  const places = (short: boolean): string[] =>
    lines.map(({ file, covered }) => `${short ? baseName(file) : file}:${covered.line}`);
  const widest = (texts: readonly string[]): number => Math.max(...texts.map(({ length }) => length));
  const shownPlaces = widest(places(false)) <= columns * 0.4 ? places(false) : places(true);
  const hasBy = lines.some(({ covered }) => covered.status !== 'uncovered');
  const placeWidth = Math.max(9, Math.min(widest(shownPlaces), Math.floor(columns * 0.4)));
  const rest = Math.max(24, columns - placeWidth - 9 - 4);
  const byWidth = hasBy ? Math.floor((rest - 2) * 0.42) : 0;
  const commandWidth = hasBy ? rest - 2 - byWidth : rest;
  const row = (cells: readonly string[], status?: CoveredLine['status']): string => {
    const [place = '', state = '', command = '', by = ''] = cells;
    const stacked = [
      pieces(place, placeWidth),
      [state],
      pieces(command, commandWidth),
      pieces(by, byWidth || 1),
    ];
    return Array.from({ length: Math.max(...stacked.map(({ length }) => length)) }, (_, index) => {
      const [a = '', b = '', c = '', d = ''] = stacked.map((cell) => cell[index] ?? '');
      const painted = status === undefined ? b.padEnd(9) : paint(colours[status], b.padEnd(9));
      return `${a.padEnd(placeWidth)}  ${painted}  ${c.padEnd(commandWidth)}  ${d}`.trimEnd();
    }).join('\n');
  };
  const body = lines.map(({ covered }, index) => {
    const { status, command, by, reason } = covered;
    const proof = by === undefined ? (reason ?? '') : `${by.scenario.name}: ${by.proving.name}`;
    return row([shownPlaces[index]!, status, command, proof], status);
  });
  return `${[row(['FILE:LINE', 'STATUS', 'COMMAND', hasBy ? 'BY' : '']), ...body].join('\n')}\n\n`;
};

/** Every output that is not what the proving step prints, as a diff; and how many there are. */
export const outputText = (lines: readonly FileLine[], paint: Paint): string => {
  const compared = lines.filter(({ comparison }) => comparison !== undefined);
  const count = (state: Comparison['state']): number =>
    compared.filter(({ comparison }) => comparison!.state === state).length;
  const parts = compared
    .filter(({ comparison }) => comparison!.state === 'stale')
    .map(({ file, covered, comparison }) => {
      const heading = `${file}:${comparison!.line}: not what "${covered.command}" prints (${covered.by!.scenario.name})`;
      const diff = comparison!.diff
        .trimEnd()
        .split('\n')
        .map((line) =>
          line.startsWith('-') ? paint('green', line) : line.startsWith('+') ? paint('red', line) : line,
        );
      return `${heading}\n${diff.map((line) => `    ${line}`).join('\n')}\n\n`;
    });
  const figure = `outputs: ${compared.length} compared, ${count('same')} the same, ${count('explained')} explained by the scenario, ${count('stale')} stale`;
  return `${parts.join('')}${figure}\n\n`;
};

const percent = (value: number): string => `${(Math.floor(value * 10) / 10).toFixed(1)} %`;

/** How much is proven, refused and not covered: per file and in total, of kubectl lines and of all lines. */
export const figureTable = (files: readonly string[], lines: readonly FileLine[]): string => {
  const unique = [...new Set(files)];
  const groups = unique.map((file) => ({
    name: baseName(file),
    of: lines.filter((line) => line.file === file),
  }));
  const all = groups.length > 1 ? [...groups, { name: 'total', of: lines }] : groups;
  const cells = all.flatMap(({ name, of }) => {
    const covered = of.map((line) => line.covered);
    return [
      { name, kind: 'kubectl', figure: coverageFigure(kubectlLines(covered)) },
      { name: '', kind: 'all', figure: coverageFigure(covered) },
    ].map(({ name: shown, kind, figure }) => [
      shown,
      kind,
      String(figure.lines),
      String(figure.proven),
      String(figure.refused),
      String(figure.uncovered),
      figure.lines === 0 ? '-' : percent(figure.percent),
    ]);
  });
  const rows = [['FILE', 'LINES', 'COUNT', 'PROVEN', 'REFUSED', 'UNCOVERED', 'PROVEN %'], ...cells];
  const widths = rows[0]!.map((_, index) => Math.max(...rows.map((row) => row[index]!.length)));
  return `${rows
    .map((row) =>
      row
        .map((cell, index) => (index < 2 ? cell.padEnd(widths[index]!) : cell.padStart(widths[index]!)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')}\n`;
};
