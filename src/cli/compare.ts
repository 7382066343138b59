/** `labproof compare`: plays scenarios on two backends and says where they differ. */
import { statSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { NothingSelectedError } from '../core/index.ts';
import { parseKubernetesVersion } from '../kube/index.ts';
import { painter, troubleText } from '../report/index.ts';
import { compareScenario, fidelityOf, readRecording } from '../runner/index.ts';
import type {
  ComparedLab,
  ComparedScenario,
  ComparedStep,
  PlannedScenario,
  RecordedScenario,
  Recording,
} from '../runner/index.ts';
import { answerFlag, clusterFlags, disruptionFlag, labSource } from './backend-flags.ts';
import type { LabSource } from './backend-flags.ts';
import { defineCommand } from './define-command.ts';
import { exitCodes } from './exit-code.ts';
import { labFlag, planSelected } from './lab-flag.ts';
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
  if (compared.skipped !== undefined) return `  ${compared.title}\n    – ${compared.skipped}\n\n`;
  const errors = (compared.errors ?? []).map(
    (error) => `    ${paint('red', 'errored')}\n${troubleText(error, width + 12)}`,
  );
  return `  ${compared.title}\n${[...lines.map((line) => `${line}\n`), ...errors].join('')}\n`;
};

/** A way to open one side: a lab, or a recording of one. */
interface Side extends Pick<LabSource, 'name' | 'versionFor' | 'close'> {
  open(planned: PlannedScenario, seed: number): Promise<ComparedLab>;
}

const isFile = (name: string, cwd: string): boolean =>
  name.endsWith('.json') || statSync(resolve(cwd, name), { throwIfNoEntry: false })?.isFile() === true;

/** The scenario of the recording of the same name, and of several the one in a file of the same name. */
const recordedOf = (
  { scenarios }: Recording,
  { scenario }: PlannedScenario,
): RecordedScenario | undefined => {
  const named = scenarios.filter(({ name }) => name === scenario.name);
  return named.find(({ file }) => basename(file) === basename(scenario.file)) ?? named[0];
};

const recordedSide = async (name: string, cwd: string): Promise<Side & { recording: Recording }> => {
  const recording = await readRecording(resolve(cwd, name), name);
  return {
    name,
    recording,
    versionFor: (planned) =>
      parseKubernetesVersion(recordedOf(recording, planned)?.kubernetes ?? planned.lab.kubernetes)!,
    open: (planned) => Promise.resolve(recordedOf(recording, planned)!),
    close: () => Promise.resolve(),
  };
};

export const compare = defineCommand({
  name: 'compare',
  summary: 'Play scenarios on two backends and say where they differ.',
  arguments: [
    {
      name: '<left>',
      summary:
        'a backend (simulator, cluster, cluster:CONTEXT, process:COMMAND) or a recording of one (FILE.json)',
    },
    { name: '<right>', summary: 'the other backend or recording' },
    pathsArgument,
  ],
  flags: [
    ...selectionFlags,
    ...clusterFlags,
    disruptionFlag,
    answerFlag,
    labFlag,
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
    'labproof compare kind-1.20.json simulator',
  ],
  run: async ([left, right, paths], flags, terminal) => {
    const config = await readConfig(flags['config'] as string | undefined, terminal.cwd);
    const planned = await planSelected(
      selectionOf(paths as string[], flags, terminal.cwd, config.scenarios),
      flags['lab'] as string | undefined,
    );
    const names = [left as string, right as string];
    const given = flags['kubernetes'] as string | undefined;
    const context = { flags, config, cwd: terminal.cwd };
    const open = (name: string): Promise<Side> =>
      isFile(name, terminal.cwd)
        ? recordedSide(name, terminal.cwd)
        : labSource(name, { ...context, ...(given === undefined ? {} : { kubernetes: given }) });
    // What is no simulator of ours says which version the simulator is to be like.
    const real = names.find((name) => name !== 'simulator');
    const source = real === undefined ? undefined : await open(real);
    const kubernetes =
      given ??
      (source === undefined ? undefined : (one: PlannedScenario) => source.versionFor(one).gitVersion);
    const simulated = { ...context, ...(kubernetes === undefined ? {} : { kubernetes }) };
    const sources = await Promise.all(
      names.map((name): Promise<Side> => {
        if (name === real && source !== undefined) return Promise.resolve(source);
        return name === 'simulator' ? labSource(name, simulated) : open(name);
      }),
    );
    const paint = painter(terminal.isColoured);
    const compared: ComparedScenario[] = [];
    const recordings = sources.flatMap((side) => ('recording' in side ? [side.recording as Recording] : []));
    const isJson = flags['json'] === true;
    try {
      for (const one of planned) {
        if (terminal.isInterrupted()) break;
        const range = one.scenario.kubernetes;
        if (range !== undefined && !range.includes(sources[0]!.versionFor(one))) continue;
        if (recordings.some((recording) => recordedOf(recording, one) === undefined)) continue;
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
            tableOf(
              result,
              flags['all'] === true,
              flags['all'] === true ? 400 : terminal.columns - 12,
              paint,
            ),
          );
      }
    } finally {
      await Promise.all(sources.map((side) => side.close()));
    }
    if (compared.length === 0 && !terminal.isInterrupted())
      throw new NothingSelectedError('nothing-compared', 'none of the scenarios could be compared', {
        hint: 'they are meant for another version, or are not in the recording',
      });
    const { equal, total } = fidelityOf(compared);
    if (isJson) terminal.out(`${JSON.stringify(compared, undefined, 2)}\n`);
    else {
      const percent = total === 0 ? '' : ` (${((100 * equal) / total).toFixed(1)} %)`;
      terminal.out(`${equal} of ${total} checkpoints equal${percent}\n`);
    }
    if (terminal.isInterrupted()) return exitCodes.interrupted;
    if (compared.some(({ errors }) => errors !== undefined)) return exitCodes.unreachable;
    return equal === total ? exitCodes.passed : exitCodes.failed;
  },
});
