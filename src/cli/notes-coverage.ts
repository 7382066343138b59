/** `labproof notes coverage`: which command lines of Markdown notes the scenarios prove, and which they do not. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { InvalidInputError, LabproofError, UsageError } from '../core/index.ts';
import { coverageFigure, coverNote, kubectlLines, proofsOf } from '../notes/index.ts';
import { painter } from '../report/index.ts';
import { assertValid, selectScenarios } from '../runner/index.ts';
import { defineCommand } from './define-command.ts';
import { exitCodes } from './exit-code.ts';
import { coverageTable, figureTable, outputText } from './notes-coverage-text.ts';
import type { FileLine } from './notes-coverage-text.ts';
import { compareOutputs } from './notes-outputs.ts';
import { readConfig } from './read-config.ts';
import { selectionFlags, selectionOf } from './selection-flags.ts';

const percentage = (text: string): number => {
  const number = Number(text);
  if (text.trim() === '' || !(number >= 0 && number <= 100))
    throw new UsageError('bad-number', `--fail-under ${text}: not a percentage`, {
      hint: 'give a number from 0 to 100',
    });
  return number;
};

const readNote = (file: string, cwd: string): string => {
  try {
    return readFileSync(resolve(cwd, file), 'utf8');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const why = code === 'ENOENT' ? 'there is no such file' : message;
    throw new InvalidInputError([
      new LabproofError('unreadable-note', `cannot read the note ${file}: ${why}`),
    ]);
  }
};

const rowOf = ({ file, covered, comparison }: FileLine): Record<string, unknown> => ({
  file,
  line: covered.line,
  command: covered.command,
  status: covered.status,
  scenario: covered.by?.scenario.name ?? null,
  step: covered.by?.proving.name ?? null,
  reason: covered.reason ?? null,
  ...(comparison === undefined
    ? {}
    : { output: comparison.state, outputLine: comparison.line, diff: comparison.diff }),
});

export const notesCoverage = defineCommand({
  name: 'coverage',
  summary: 'Say of each command line of Markdown notes which step proves it, why not, or that nothing does.',
  arguments: [{ name: '<notes...>', summary: 'Markdown files, whatever their extension' }],
  flags: [
    {
      flags: '-s, --scenarios <path>',
      summary: 'scenario files, folders or globs (default: as `labproof run`)',
      isRepeatable: true,
    },
    ...selectionFlags,
    { flags: '--uncovered', summary: 'list only the lines that nothing covers' },
    {
      flags: '--outputs',
      summary: 'play the scenarios on the simulator and compare what the notes say is printed',
    },
    {
      flags: '--fail-under <percent>',
      summary: 'exit 1 when a smaller part of the kubectl lines is proven',
      parse: percentage,
    },
    {
      flags: '--json',
      summary: 'as an array of {file, line, command, status, scenario, step, reason}',
    },
    { flags: '-c, --config <file>', summary: 'the configuration file (default: labproof.config.yaml)' },
  ],
  examples: [
    'labproof notes coverage notes/*.md',
    'labproof notes coverage notes/k8s.md --uncovered --fail-under 90',
    'labproof notes coverage notes/k8s.md --outputs',
  ],
  run: async ([files], flags, terminal) => {
    const config = await readConfig(flags['config'] as string | undefined, terminal.cwd);
    const { selected, problems } = await selectScenarios(
      selectionOf((flags['scenarios'] as string[] | undefined) ?? [], flags, terminal.cwd, config.scenarios),
    );
    assertValid(problems);
    const proofs = proofsOf(selected);
    const all = (files as string[]).flatMap((file): FileLine[] =>
      coverNote(file, readNote(file, terminal.cwd), proofs, config.notes?.refused).map((covered) => ({
        file,
        covered,
      })),
    );
    const lines = flags['outputs'] === true ? await compareOutputs(all, config.seed ?? 1, terminal) : all;
    const shown =
      flags['uncovered'] === true ? lines.filter(({ covered }) => covered.status === 'uncovered') : lines;
    const paint = painter(terminal.isColoured);
    if (flags['json'] === true) terminal.out(`${JSON.stringify(shown.map(rowOf), null, 2)}\n`);
    else {
      terminal.out(coverageTable(shown, terminal.columns, paint));
      if (flags['outputs'] === true) terminal.out(outputText(lines, paint));
      terminal.out(figureTable(files as string[], lines));
    }
    const { percent, proven, lines: count } = coverageFigure(kubectlLines(all.map(({ covered }) => covered)));
    const least = flags['failUnder'] as number | undefined;
    if (least === undefined || percent >= least) return exitCodes.passed;
    terminal.err(
      `${proven} of ${count} kubectl lines are proven (${percent.toFixed(1)} %), less than ${least} %\n`,
    );
    return exitCodes.failed;
  },
});
