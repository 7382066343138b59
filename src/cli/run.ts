/** `labproof run`: plays scenarios and reports. */
import { resolve } from 'node:path';
import { UsageError } from '../core/index.ts';
import { reporters } from '../report/index.ts';
import { run as runScenarios, touchesNodes } from '../runner/index.ts';
import type { RunRecord } from '../runner/index.ts';
import type { Scenario } from '../scenario/index.ts';
import { defineCommand } from './define-command.ts';
import { answerFlag, clusterFlags, disruptionFlag, labSource } from './backend-flags.ts';
import { exitCodes } from './exit-code.ts';
import { kubernetesVersion } from './kubernetes-version.ts';
import { readConfig } from './read-config.ts';
import { progressLine } from './progress-line.ts';
import { openReports } from './report-files.ts';
import { assertValid, planScenarios, selectScenarios } from '../runner/index.ts';
import { pathsArgument, selectionFlags, selectionOf } from './selection-flags.ts';
import { version } from './version.ts';
import { wholeNumber } from './whole-number.ts';

/** Steps that run commands of this machine must be allowed. */
export const assertShellAllowed = (scenarios: readonly Scenario[]): void => {
  for (const scenario of scenarios) {
    const step = [...scenario.setup, ...scenario.steps, ...scenario.cleanup].find(
      ({ action }) => action.kind === 'shell',
    );
    if (step === undefined) continue;
    throw new UsageError('shell-refused', `the step "${step.name}" runs a shell command on this machine`, {
      position: step.position,
      hint: 'read it, then allow it with --allow-shell',
    });
  }
};

const exitCodeOf = (record: RunRecord, isInterrupted: boolean): number => {
  if (record.summary.errored > 0) return exitCodes.unreachable;
  if (record.summary.failed > 0) return exitCodes.failed;
  return isInterrupted || record.summary.interrupted > 0 ? exitCodes.interrupted : exitCodes.passed;
};

export const run = defineCommand({
  name: 'run',
  summary: 'Play scenarios and report every difference.',
  arguments: [pathsArgument],
  flags: [
    ...selectionFlags,
    {
      flags: '--backend <name>',
      summary: 'the lab to play on: simulator (default), cluster, cluster:CONTEXT or process:COMMAND',
    },
    answerFlag,
    ...clusterFlags,
    disruptionFlag,
    {
      flags: '--kubernetes <version>',
      summary: 'the version the simulator behaves like, e.g. 1.20 (default: the lab’s)',
      parse: kubernetesVersion,
    },
    {
      flags: '--seed <number>',
      summary: 'the seed of all chance (default: 1)',
      parse: wholeNumber('--seed', 0),
    },
    {
      flags: '--seeds <count>',
      summary: 'play under this many seeds, from --seed on',
      parse: wholeNumber('--seeds', 1),
    },
    {
      flags: '-j, --jobs <count>',
      summary: 'play this many scenarios side by side (default: 1)',
      parse: wholeNumber('--jobs', 1),
    },
    { flags: '--fail-fast', summary: 'begin no scenario after the first failure' },
    {
      flags: '--retries <count>',
      summary: 'play a failed scenario again up to this often',
      parse: wholeNumber('--retries', 0),
    },
    { flags: '--last-failed', summary: 'only what failed in the last run (by its json report)' },
    { flags: '--shard <i/n>', summary: 'only the i-th of n parts of the scenarios' },
    {
      flags: '-r, --reporter <name[=file]>',
      summary: `terminal, json or junit, with the file to write ("-": standard output)`,
      isRepeatable: true,
    },
    { flags: '-q, --quiet', summary: 'print only what is wrong, and the summary' },
    { flags: '-v, --verbose', summary: 'print every step' },
    { flags: '--allow-shell', summary: 'allow steps that run commands of this machine' },
    { flags: '-c, --config <file>', summary: 'the configuration file (default: labproof.config.yaml)' },
  ],
  examples: [
    'labproof run',
    'labproof run scenarios/infra-kubernetes/drain.yaml --seed 7',
    'labproof run --tag chapter=3 --seeds 200 --quiet',
    'labproof run --reporter terminal --reporter junit=junit.xml',
  ],
  run: async ([paths], flags, terminal) => {
    const config = await readConfig(flags['config'] as string | undefined, terminal.cwd);
    const pick = <T>(name: string, configured: T | undefined, fallback: T): T =>
      (flags[name] as T | undefined) ?? configured ?? fallback;
    const backendName = pick('backend', config.backend, 'simulator');
    if (flags['quiet'] === true && flags['verbose'] === true)
      throw new UsageError('quiet-and-verbose', '--quiet and --verbose contradict each other', {
        hint: 'give one of them',
      });
    const selection = selectionOf(paths as string[], flags, terminal.cwd, config.scenarios);
    const last = resolve(terminal.cwd, 'reports/run.json');
    const { selected, problems, sources } = await selectScenarios(
      flags['lastFailed'] === true ? { ...selection, lastFailedRecord: last } : selection,
    );
    assertValid(problems);
    if (flags['allowShell'] !== true) assertShellAllowed(selected);
    const planned = await planScenarios(selected);
    const kubernetes = pick<string | undefined>('kubernetes', config.kubernetes, undefined);
    const source = await labSource(backendName, {
      flags,
      config,
      cwd: terminal.cwd,
      ...(kubernetes === undefined ? {} : { kubernetes }),
    });
    const reports = openReports(pick('reporter', config.reporters, ['terminal', 'json', 'junit']), {
      available: reporters,
      terminal,
      sources,
      verbosity: flags['quiet'] === true ? 'quiet' : flags['verbose'] === true ? 'verbose' : 'normal',
    });
    const seeds = flags['seeds'] as number | undefined;
    const progress = progressLine(terminal, flags['quiet'] === true);
    const record = await runScenarios(planned, {
      labproof: version,
      backendName: source.name,
      seed: pick('seed', config.seed, 1),
      ...(seeds === undefined ? {} : { seeds }),
      jobs: pick('jobs', config.jobs, 1),
      failFast: pick('failFast', config.failFast, false),
      retries: pick('retries', config.retries, 0),
      emit: (event) => {
        progress(event);
        reports.onEvent(event);
      },
      isInterrupted: () => terminal.isInterrupted(),
      open: (one, seed) => source.open(one, seed),
      ...(source.sharesNodes === true ? { isAlone: ({ scenario }) => touchesNodes(scenario) } : {}),
      reasonToSkip: (one) => {
        const range = one.scenario.kubernetes;
        const actual = source.versionFor(one);
        return range === undefined || range.includes(actual)
          ? undefined
          : `it is meant for Kubernetes ${range.text}, this is ${actual.gitVersion}`;
      },
    }).finally(() => source.close());
    await reports.close();
    return exitCodeOf(record, terminal.isInterrupted());
  },
});
