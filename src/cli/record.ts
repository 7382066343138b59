/** `labproof record`: plays scenarios on a backend and writes what it did, to be compared without it. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { UsageError } from '../core/index.ts';
import { portableJson, shownPath, troubleText } from '../report/index.ts';
import {
  closeLab,
  labTrouble,
  labTroubleOf,
  openLab,
  recordingVersion,
  recordScenario,
  summarizeRun,
} from '../runner/index.ts';
import type { LabTrouble, PlannedScenario, RecordedScenario, Recording } from '../runner/index.ts';
import { answerFlag, clusterFlags, disruptionFlag, labSource } from './backend-flags.ts';
import type { LabSource } from './backend-flags.ts';
import { defineCommand } from './define-command.ts';
import type { Terminal } from './define-command.ts';
import { exitCodes } from './exit-code.ts';
import { kubernetesVersion } from './kubernetes-version.ts';
import { labFlag, planSelected } from './lab-flag.ts';
import { readConfig } from './read-config.ts';
import { assertShellAllowed } from './run.ts';
import { pathsArgument, selectionFlags, selectionOf } from './selection-flags.ts';
import { version } from './version.ts';
import { wholeNumber } from './whole-number.ts';

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;

const write = (file: string, recording: Recording): void => {
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `${JSON.stringify(JSON.parse(portableJson(recording)))}\n`);
  } catch (error) {
    throw new UsageError('not-written', `${shownPath(file)} cannot be written: ${(error as Error).message}`, {
      hint: 'name another file with --output',
    });
  }
};

/** What a lab did, or how it broke: then there is nothing to keep. */
const recordOne = async (
  planned: PlannedScenario,
  source: LabSource,
  seed: number,
  terminal: Terminal,
): Promise<RecordedScenario | LabTrouble> => {
  const opened = await openLab(source.open(planned, seed));
  if ('trouble' in opened) return labTroubleOf(source.name, 'opening', opened.trouble);
  const backend = opened.lab;
  let recorded: RecordedScenario | undefined;
  let trouble: LabTrouble | undefined;
  try {
    recorded = await recordScenario(planned, backend, {
      seed,
      emit: () => undefined,
      isInterrupted: () => terminal.isInterrupted(),
    });
    trouble = labTrouble(backend.name, recorded.steps);
  } finally {
    const closing = await closeLab(backend);
    if (closing !== undefined) trouble ??= labTroubleOf(backend.name, 'closing', closing);
  }
  return trouble ?? recorded;
};

export const record = defineCommand({
  name: 'record',
  summary:
    'Play scenarios on a backend and write what it did, so that `labproof compare FILE BACKEND` can do without it.',
  arguments: [
    { name: '<backend>', summary: 'simulator, cluster, cluster:CONTEXT or process:COMMAND' },
    pathsArgument,
  ],
  flags: [
    ...selectionFlags,
    { flags: '-o, --output <file>', summary: 'where to write (default: reports/recording.json)' },
    ...clusterFlags,
    disruptionFlag,
    answerFlag,
    labFlag,
    {
      flags: '--kubernetes <version>',
      summary: 'the version the simulator behaves like (default: the lab’s)',
      parse: kubernetesVersion,
    },
    {
      flags: '--seed <number>',
      summary: 'the seed of all chance (default: 1)',
      parse: wholeNumber('--seed', 0),
    },
    { flags: '--allow-shell', summary: 'allow steps that run commands of this machine' },
    { flags: '-c, --config <file>', summary: 'the configuration file (default: labproof.config.yaml)' },
  ],
  examples: [
    'labproof record cluster:kind-lab --output kind-1.20.json',
    'labproof compare kind-1.20.json simulator',
  ],
  run: async ([name, paths], flags, terminal) => {
    const config = await readConfig(flags['config'] as string | undefined, terminal.cwd);
    const planned = await planSelected(
      selectionOf(paths as string[], flags, terminal.cwd, config.scenarios),
      flags['lab'] as string | undefined,
    );
    if (flags['allowShell'] !== true) assertShellAllowed(planned.map(({ scenario }) => scenario));
    const seed = (flags['seed'] as number | undefined) ?? config.seed ?? 1;
    const file = resolve(terminal.cwd, (flags['output'] as string | undefined) ?? 'reports/recording.json');
    const kubernetes = flags['kubernetes'] as string | undefined;
    const source = await labSource(name as string, {
      flags,
      config,
      cwd: terminal.cwd,
      ...(kubernetes === undefined ? {} : { kubernetes }),
    });
    const scenarios: RecordedScenario[] = [];
    let lost = 0;
    try {
      for (const one of planned) {
        if (terminal.isInterrupted()) break;
        const range = one.scenario.kubernetes;
        const actual = source.versionFor(one);
        if (range !== undefined && !range.includes(actual)) {
          terminal.err(`${one.scenario.name}: meant for Kubernetes ${range.text}, not recorded\n`);
          continue;
        }
        const recorded = await recordOne(one, source, seed, terminal);
        if (terminal.isInterrupted()) break;
        if ('message' in recorded) {
          lost++;
          terminal.err(`${one.scenario.name}: errored, not recorded\n`);
          terminal.err(troubleText(recorded, terminal.columns));
          continue;
        }
        scenarios.push(recorded);
        terminal.err(
          `${recorded.name}: ${counted(recorded.steps.length, 'checkpoint')} (${recorded.result})\n`,
        );
      }
    } finally {
      await source.close();
      // What has been recorded is worth keeping when what comes after it fails.
      if (scenarios.length > 0)
        write(file, {
          apiVersion: 'labproof.dev/v1alpha1',
          kind: 'RunRecord',
          labproof: version,
          backend: source.name,
          seeds: [seed],
          recordingVersion,
          summary: summarizeRun(scenarios),
          scenarios,
        });
    }
    const steps = scenarios.reduce((sum, recorded) => sum + recorded.steps.length, 0);
    terminal.out(
      scenarios.length === 0
        ? 'nothing recorded\n'
        : `${counted(scenarios.length, 'scenario')}, ${counted(steps, 'checkpoint')} written to ${shownPath(file)}\n`,
    );
    if (terminal.isInterrupted()) return exitCodes.interrupted;
    return lost > 0 ? exitCodes.unreachable : exitCodes.passed;
  },
});
