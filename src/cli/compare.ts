/** `labproof compare`: plays scenarios on two backends and says where they differ. */
import { resolve } from 'node:path';
import { InvalidInputError } from '../core/index.ts';
import { painter } from '../report/index.ts';
import { assertValid, compareScenario, fidelityOf, planScenarios, selectScenarios } from '../runner/index.ts';
import type { ComparedScenario, ComparedStep, PlannedScenario } from '../runner/index.ts';
import { loadLab } from '../scenario/index.ts';
import { clusterFlags, disruptionFlag, labSource } from './backend-flags.ts';
import { defineCommand } from './define-command.ts';
import { exitCodes } from './exit-code.ts';
import { readConfig } from './read-config.ts';
import { pathsArgument, selectionFlags, selectionOf } from './selection-flags.ts';
import { wholeNumber } from './whole-number.ts';

/** Where two texts begin to differ, or 0 when that can be seen from the start. */
const divergence = (left: string, right: string, width: number): number => {
  let at = 0;
  while (at < left.length && left[at] === right[at]) at++;
  return at < width / 2 ? 0 : at - 20;
};

const shorten = (text: string | undefined, from: number, width: number): string => {
  if (text === undefined) return '(none)';
  const line = (from === 0 ? text : `…${text.slice(from)}`).replaceAll('\n', '⏎');
  return line.length <= width ? line : `${line.slice(0, width - 1)}…`;
};

const rowsOf = (step: ComparedStep, isAll: boolean, width: number): string[] =>
  step.differences.slice(0, isAll ? undefined : 1).flatMap(({ path, left, right }) => {
    const from = divergence(left ?? '', right ?? '', width);
    return [
      `        ${path}`,
      `          < ${shorten(left, from, width)}`,
      `          > ${shorten(right, from, width)}`,
    ];
  });

const tableOf = (
  compared: ComparedScenario,
  isAll: boolean,
  width: number,
  paint: ReturnType<typeof painter>,
): string => {
  const lines = compared.steps.flatMap((step) => {
    if (step.skipped !== undefined) return [`    – ${step.name}: ${step.skipped}`];
    const count = step.differences.length;
    if (count === 0) return [`    ${paint('green', '=')} ${step.name}`];
    return [
      `    ${paint('red', '≠')} ${step.name} (${count} difference${count === 1 ? '' : 's'})`,
      ...rowsOf(step, isAll, width),
    ];
  });
  return `  ${compared.title}\n${lines.map((line) => `${line}\n`).join('')}\n`;
};

/** The lab that both sides are to be like. */
const withLab = async (
  planned: readonly PlannedScenario[],
  file: string | undefined,
): Promise<readonly PlannedScenario[]> => {
  if (file === undefined) return planned;
  const { lab, problems } = await loadLab(file);
  if (lab === undefined || problems.length > 0) throw new InvalidInputError(problems);
  return planned.map(({ scenario }) => ({ scenario, lab }));
};

export const compare = defineCommand({
  name: 'compare',
  summary: 'Play scenarios on two backends and say where they differ.',
  arguments: [
    { name: '<left>', summary: 'a backend: simulator, cluster, or cluster:CONTEXT' },
    { name: '<right>', summary: 'the other backend' },
    pathsArgument,
  ],
  flags: [
    ...selectionFlags,
    ...clusterFlags,
    disruptionFlag,
    {
      flags: '--lab <file>',
      summary: 'the lab that the simulator plays, instead of each scenario’s own',
    },
    {
      flags: '--kubernetes <version>',
      summary: 'the version the simulator behaves like (default: that of the other side)',
    },
    {
      flags: '--seed <number>',
      summary: 'the seed of all chance (default: 1)',
      parse: wholeNumber('--seed', 0),
    },
    {
      flags: '--seeds <count>',
      summary: 'try a simulator on the left under this many seeds, for what chance decides (default: 1)',
      parse: wholeNumber('--seeds', 1),
    },
    { flags: '--all', summary: 'print every difference of a step, not only the first' },
    { flags: '--json', summary: 'as an array of compared scenarios' },
    { flags: '-c, --config <file>', summary: 'the configuration file (default: labproof.config.yaml)' },
  ],
  examples: [
    'labproof compare simulator cluster --context kind-lab',
    'labproof compare simulator cluster --lab scenarios/referee.lab.yaml',
  ],
  run: async ([left, right, paths], flags, terminal) => {
    const config = await readConfig(flags['config'] as string | undefined, terminal.cwd);
    const { selected, problems } = await selectScenarios(
      selectionOf(paths as string[], flags, terminal.cwd, config.scenarios),
    );
    assertValid(problems);
    const labFile = flags['lab'] as string | undefined;
    const planned = await withLab(
      await planScenarios(selected),
      labFile === undefined ? undefined : resolve(terminal.cwd, labFile),
    );
    const names = [left as string, right as string];
    const given = flags['kubernetes'] as string | undefined;
    const context = { flags, config, cwd: terminal.cwd };
    // A real cluster says which version the simulator is to be like.
    const real = names.find((name) => name !== 'simulator');
    const source = real === undefined ? undefined : await labSource(real, context);
    const kubernetes = given ?? source?.versionFor(planned[0]!).gitVersion;
    const simulated = { ...context, ...(kubernetes === undefined ? {} : { kubernetes }) };
    const sources = await Promise.all(
      names.map((name) => (name === real && source !== undefined ? source : labSource(name, simulated))),
    );
    const paint = painter(terminal.isColoured);
    const compared: ComparedScenario[] = [];
    const isJson = flags['json'] === true;
    for (const one of planned) {
      if (terminal.isInterrupted()) break;
      const range = one.scenario.kubernetes;
      if (range !== undefined && !range.includes(sources[0]!.versionFor(one))) continue;
      const result = await compareScenario(one, {
        seed: (flags['seed'] as number | undefined) ?? config.seed ?? 1,
        seeds: (flags['seeds'] as number | undefined) ?? 1,
        left: (...what) => sources[0]!.open(...what),
        right: (...what) => sources[1]!.open(...what),
        isInterrupted: () => terminal.isInterrupted(),
      });
      compared.push(result);
      if (!isJson)
        terminal.out(
          tableOf(result, flags['all'] === true, flags['all'] === true ? 400 : terminal.columns - 12, paint),
        );
    }
    const { equal, total } = fidelityOf(compared);
    if (isJson) terminal.out(`${JSON.stringify(compared, undefined, 2)}\n`);
    else {
      const percent = total === 0 ? '' : ` (${((100 * equal) / total).toFixed(1)} %)`;
      terminal.out(`${equal} of ${total} checkpoints equal${percent}\n`);
    }
    if (terminal.isInterrupted()) return exitCodes.interrupted;
    return equal === total ? exitCodes.passed : exitCodes.failed;
  },
});
