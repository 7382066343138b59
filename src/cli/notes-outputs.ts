/** Plays the scenarios that prove lines with printed output, and compares what the notes say with what is printed. */
import { createSimulatorBackend } from '../backends/index.ts';
import { compareOutput } from '../notes/index.ts';
import type { Proof } from '../notes/index.ts';
import { planScenarios, run } from '../runner/index.ts';
import type { StepRecord } from '../runner/index.ts';
import type { Scenario } from '../scenario/index.ts';
import type { Terminal } from './define-command.ts';
import type { Comparison, FileLine } from './notes-coverage-text.ts';
import { version } from './version.ts';

/** Plays each once; the records of steps by scenario. */
const play = async (
  scenarios: readonly Scenario[],
  seed: number,
  terminal: Terminal,
): Promise<Map<string, readonly StepRecord[]>> => {
  const { scenarios: records } = await run(await planScenarios(scenarios), {
    labproof: version,
    backendName: 'simulator',
    seed,
    seeds: 1,
    jobs: 1,
    failFast: false,
    retries: 0,
    emit: () => undefined,
    isInterrupted: () => terminal.isInterrupted(),
    open: ({ lab }, chosen) =>
      Promise.resolve(createSimulatorBackend({ lab, seed: chosen, version: lab.kubernetes })),
  });
  return new Map(records.map(({ name, steps }) => [name, steps]));
};

/** What the step printed; undefined when it was not played or prints something of another kind. */
const printedBy = ({ proving, isVerbatim }: Proof, steps: readonly StepRecord[]): string | undefined => {
  if (!isVerbatim) return undefined;
  const { file, line, column } = proving.position;
  const record = steps.find(
    ({ position }) => position.file === file && position.line === line && position.column === column,
  );
  const action = record?.actions[0];
  return action?.stdout === undefined ? undefined : `${action.stdout}${action.stderr ?? ''}`;
};

const compare = (
  noted: { line: number; text: string },
  printed: string,
  { note, output }: Proof['proving'],
): Comparison => {
  const diff = compareOutput(noted.text, printed, output?.table);
  const says = note?.says;
  const { line } = noted;
  if (diff === '') return { state: 'same', line, diff };
  return says === undefined ? { state: 'stale', line, diff } : { state: 'explained', line, diff, says };
};

/** The lines, each with the comparison of its output where there is one to make. */
export const compareOutputs = async (
  lines: readonly FileLine[],
  seed: number,
  terminal: Terminal,
): Promise<FileLine[]> => {
  const wanted = new Set(
    lines.flatMap(({ covered: { by, output } }) =>
      by !== undefined && output !== undefined ? [by.scenario] : [],
    ),
  );
  const steps = wanted.size === 0 ? new Map<string, StepRecord[]>() : await play([...wanted], seed, terminal);
  return lines.map((line): FileLine => {
    const { by, output } = line.covered;
    if (by === undefined || output === undefined) return line;
    const printed = printedBy(by, steps.get(by.scenario.name) ?? []);
    if (printed === undefined) return line;
    return { ...line, comparison: compare(output, printed, by.proving) };
  });
};
