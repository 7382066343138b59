/** `labproof conformance`: scores a simulator by the scenarios that it can play. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { UsageError } from '../core/index.ts';
import { conformanceText, portableJson, shownPath } from '../report/index.ts';
import { scoreScenario, summarizeConformance, totalOf } from '../runner/index.ts';
import type { ConformanceRecord, ScoredScenario } from '../runner/index.ts';
import { answerFlag, clusterFlags, disruptionFlag, labSource } from './backend-flags.ts';
import { defineCommand } from './define-command.ts';
import { exitCodes } from './exit-code.ts';
import { kubernetesVersion } from './kubernetes-version.ts';
import { labFlag, planSelected } from './lab-flag.ts';
import { progressLine } from './progress-line.ts';
import { readConfig } from './read-config.ts';
import { assertShellAllowed } from './run.ts';
import { pathsArgument, selectionFlags, selectionOf } from './selection-flags.ts';
import { version } from './version.ts';
import { wholeNumber } from './whole-number.ts';

/** The scenarios that come with labproof. */
const ownScenarios = new URL('../../scenarios', import.meta.url).pathname;

const percentage = (text: string): number => {
  const value = Number(text);
  if (text.trim() === '' || !(value >= 0 && value <= 100))
    throw new UsageError('bad-percentage', `--at-least ${text}: not a percentage`, {
      hint: 'a number from 0 to 100, as in --at-least 90',
    });
  return value;
};

const hasConfigured = (scenarios: readonly string[], cwd: string): boolean =>
  scenarios.some((path) => path.includes('*') || existsSync(resolve(cwd, path)));

export const conformance = defineCommand({
  name: 'conformance',
  summary:
    'Score a simulator by the scenarios that it can play: how many of their steps come out as they should.',
  arguments: [
    {
      ...pathsArgument,
      summary: `${pathsArgument.summary.replace('scenarios)', 'scenarios, else labproof’s own)')}`,
    },
  ],
  flags: [
    ...selectionFlags,
    {
      flags: '--backend <name>',
      summary: 'the simulator: process:COMMAND (or simulator, cluster, cluster:CONTEXT)',
    },
    answerFlag,
    ...clusterFlags,
    disruptionFlag,
    labFlag,
    {
      flags: '--kubernetes <version>',
      summary: 'the version to be like, where the simulator can be several (default: the lab’s)',
      parse: kubernetesVersion,
    },
    {
      flags: '--seed <number>',
      summary: 'the seed of all chance (default: 1)',
      parse: wholeNumber('--seed', 0),
    },
    { flags: '--keep-going', summary: 'play on after a failed step (default: the rest is not reached)' },
    { flags: '--group-by <label>', summary: 'the label by whose values to count (default: topic)' },
    {
      flags: '--at-least <percent>',
      summary: 'succeed when so many of the steps pass (default: when none fails)',
      parse: percentage,
    },
    { flags: '--json', summary: 'print the record instead of the tables' },
    { flags: '-o, --output <file>', summary: 'also write the record to this file' },
    { flags: '-q, --quiet', summary: 'print only the tables and the score' },
    { flags: '--allow-shell', summary: 'allow steps that run commands of this machine' },
    { flags: '-c, --config <file>', summary: 'the configuration file (default: labproof.config.yaml)' },
  ],
  examples: [
    'labproof conformance --backend "process:./my-simulator"',
    'labproof conformance --backend "process:./my-simulator" --tag topic=rollout',
    'labproof conformance --backend "process:./my-simulator" --json --at-least 60',
  ],
  run: async ([paths], flags, terminal) => {
    const config = await readConfig(flags['config'] as string | undefined, terminal.cwd);
    const backend = (flags['backend'] as string | undefined) ?? config.backend;
    if (backend === undefined)
      throw new UsageError('no-backend', 'whom to score is not said', {
        hint: 'name the simulator: --backend "process:./my-simulator"',
      });
    const scenarios = hasConfigured(config.scenarios, terminal.cwd)
      ? config.scenarios
      : [relative(terminal.cwd, ownScenarios)];
    const planned = await planSelected(
      selectionOf(paths as string[], flags, terminal.cwd, scenarios),
      flags['lab'] as string | undefined,
    );
    if (flags['allowShell'] !== true) assertShellAllowed(planned.map(({ scenario }) => scenario));
    const kubernetes = (flags['kubernetes'] as string | undefined) ?? config.kubernetes;
    const source = await labSource(backend, {
      flags,
      config,
      cwd: terminal.cwd,
      ...(kubernetes === undefined ? {} : { kubernetes }),
    });
    const seed = (flags['seed'] as number | undefined) ?? config.seed ?? 1;
    const scored: ScoredScenario[] = [];
    const notApplicable: ConformanceRecord['notApplicable'] = [];
    const emit = progressLine(terminal, flags['json'] === true || flags['quiet'] === true);
    emit({
      type: 'run-start',
      labproof: version,
      backend: source.name,
      scenarios: planned.length,
      seeds: [seed],
    });
    try {
      for (const one of planned) {
        if (terminal.isInterrupted()) break;
        const { kubernetes: range, name } = one.scenario;
        const actual = source.versionFor(one);
        if (range !== undefined && !range.includes(actual)) {
          const reason = `it is meant for Kubernetes ${range.text}, this is ${actual.gitVersion}`;
          notApplicable.push({ name, reason });
          continue;
        }
        scored.push(
          await scoreScenario(one, {
            seed,
            emit,
            isInterrupted: () => terminal.isInterrupted(),
            keepsGoing: flags['keepGoing'] === true,
            open: (...what) => source.open(...what),
          }),
        );
      }
    } finally {
      await source.close();
    }
    const record: ConformanceRecord = {
      apiVersion: 'labproof.dev/v1alpha1',
      kind: 'ConformanceRecord',
      labproof: version,
      backend: source.name,
      seed,
      summary: summarizeConformance(scored),
      scenarios: scored,
      notApplicable,
    };
    const json = `${portableJson(record)}\n`;
    const output = flags['output'] as string | undefined;
    if (output !== undefined) {
      const file = resolve(terminal.cwd, output);
      try {
        mkdirSync(dirname(file), { recursive: true });
        writeFileSync(file, json);
      } catch (error) {
        terminal.err(`warning: ${shownPath(file)} cannot be written: ${(error as Error).message}\n`);
      }
    }
    terminal.out(
      flags['json'] === true
        ? json
        : conformanceText(record, {
            columns: terminal.columns,
            isColoured: terminal.isColoured,
            label: (flags['groupBy'] as string | undefined) ?? 'topic',
            isQuiet: flags['quiet'] === true,
          }),
    );
    if (terminal.isInterrupted()) return exitCodes.interrupted;
    const { steps } = record.summary;
    const atLeast = flags['atLeast'] as number | undefined;
    const isGood =
      atLeast === undefined
        ? steps.failed + steps.unreached === 0
        : 100 * steps.passed >= atLeast * totalOf(steps);
    return isGood ? exitCodes.passed : exitCodes.failed;
  },
});
