/** `labproof matrix`: plays scenarios on every version of Kubernetes and says where they fail and why. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { UsageError } from '../core/index.ts';
import { newestPatchOf, parseKubernetesVersion, supportedMinors } from '../kube/index.ts';
import { matrixPage, matrixText, portableJson, shownPath } from '../report/index.ts';
import { assertValid, planScenarios, playMatrix, selectScenarios } from '../runner/index.ts';
import { parseVersionRange } from '../scenario/index.ts';
import { answerFlag, labSource } from './backend-flags.ts';
import type { LabSource } from './backend-flags.ts';
import { defineCommand } from './define-command.ts';
import { exitCodes } from './exit-code.ts';
import { kubernetesVersion } from './kubernetes-version.ts';
import { progressLine } from './progress-line.ts';
import { readConfig } from './read-config.ts';
import { assertShellAllowed } from './run.ts';
import { pathsArgument, selectionFlags, selectionOf } from './selection-flags.ts';
import { version } from './version.ts';
import { wholeNumber } from './whole-number.ts';

const allMinors = Array.from(
  { length: supportedMinors.to - supportedMinors.from + 1 },
  (_, index) => supportedMinors.from + index,
);

/** A minor stands for its newest patch; a version with a patch is that very one. */
const exact = (text: string): string => {
  const known = kubernetesVersion(text).replace(/^v/, '');
  return /^1\.\d+$/.test(known) ? newestPatchOf(parseKubernetesVersion(known)!.minor) : known;
};

const minorOf = (text: string): number => parseKubernetesVersion(kubernetesVersion(text))!.minor;

/** "1.20,1.24.3", "1.20-1.24", ">=1.22 <1.30" or a mixture of the first two as the versions to play. @throws UsageError */
const versionList = (text: string): string[] => {
  const range = /[<>=|]/.test(text) ? parseVersionRange(text) : undefined;
  const found =
    range === undefined
      ? text.split(',').flatMap((part) => {
          const [first = '', last] = part.trim().split(/\s*(?:-|\.\.\.?)\s*/);
          if (last === undefined) return [exact(first)];
          const [from, to] = [minorOf(first), minorOf(last)];
          return allMinors.filter((minor) => minor >= from && minor <= to).map(newestPatchOf);
        })
      : allMinors
          .map(newestPatchOf)
          .filter((candidate) => range.includes(parseKubernetesVersion(candidate)!));
  if (found.length === 0)
    throw new UsageError('bad-version', `--kubernetes ${text}: no version that the simulator knows`, {
      hint: `1.${supportedMinors.from} to 1.${supportedMinors.to}, as in --kubernetes 1.20-1.24`,
    });
  return [...new Set(found)];
};

export const matrix = defineCommand({
  name: 'matrix',
  summary: 'Play scenarios on every version of Kubernetes: where they fail, why, and where the note says so.',
  arguments: [pathsArgument],
  flags: [
    ...selectionFlags,
    {
      flags: '--kubernetes <versions>',
      summary: `a list or range: 1.20,1.24.3 or 1.20-1.24 or ">=1.22 <1.30" (default: every minor from 1.${supportedMinors.from} to 1.${supportedMinors.to}); a minor stands for its newest patch`,
      parse: versionList,
    },
    {
      flags: '--seed <number>',
      summary: 'the seed of all chance (default: 1)',
      parse: wholeNumber('--seed', 0),
    },
    {
      flags: '--backend <name>',
      summary: 'simulator (default), or process:COMMAND for one that can be any version',
    },
    answerFlag,
    { flags: '--json', summary: 'print the record instead of the table' },
    { flags: '--markdown', summary: 'print a page instead of the table' },
    { flags: '-o, --output <file>', summary: 'where the record is kept (default: reports/matrix.json)' },
    { flags: '--allow-shell', summary: 'allow steps that run commands of this machine' },
    { flags: '-c, --config <file>', summary: 'the configuration file (default: labproof.config.yaml)' },
  ],
  examples: [
    'labproof matrix',
    'labproof matrix scenarios/infra-kubernetes --kubernetes 1.28-1.36',
    'labproof matrix --tag topic=rollout --kubernetes 1.18.4,1.20 --json',
  ],
  run: async ([paths], flags, terminal) => {
    if (flags['json'] === true && flags['markdown'] === true)
      throw new UsageError('json-and-markdown', '--json and --markdown contradict each other', {
        hint: 'give one of them',
      });
    const config = await readConfig(flags['config'] as string | undefined, terminal.cwd);
    const { selected, problems } = await selectScenarios(
      selectionOf(paths as string[], flags, terminal.cwd, config.scenarios),
    );
    assertValid(problems);
    if (flags['allowShell'] !== true) assertShellAllowed(selected);
    const versions = (flags['kubernetes'] as string[] | undefined) ?? allMinors.map(newestPatchOf);
    const planned = await planScenarios(selected);
    const backend = (flags['backend'] as string | undefined) ?? 'simulator';
    const sources = new Map<string, LabSource>();
    for (const kubernetes of versions) {
      const source = await labSource(backend, { flags, config, cwd: terminal.cwd, kubernetes });
      sources.set(kubernetes, source);
      const actual = source.versionFor(planned[0]!).gitVersion;
      if (actual === parseKubernetesVersion(kubernetes)!.gitVersion) continue;
      await Promise.all([...sources.values()].map((one) => one.close()));
      throw new UsageError('one-version', `${source.name} is ${actual}, whatever is asked for`, {
        hint: 'a matrix needs a backend that can be any version',
      });
    }
    const record = await playMatrix(planned, versions, {
      labproof: version,
      seed: (flags['seed'] as number | undefined) ?? config.seed ?? 1,
      emit: progressLine(terminal, false),
      isInterrupted: () => terminal.isInterrupted(),
      open: (one, seed, kubernetes) => sources.get(kubernetes)!.open(one, seed),
      reasonToSkip: ({ scenario: { kubernetes: range } }, played) => {
        const actual = parseKubernetesVersion(played)!;
        return range === undefined || range.includes(actual)
          ? undefined
          : `it is meant for Kubernetes ${range.text}, this is ${actual.gitVersion}`;
      },
    }).finally(() => Promise.all([...sources.values()].map((source) => source.close())));
    const json = `${portableJson(record)}\n`;
    const file = resolve(terminal.cwd, (flags['output'] as string | undefined) ?? 'reports/matrix.json');
    try {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, json);
    } catch (error) {
      terminal.err(
        `warning: the matrix cannot be written to ${shownPath(file)}: ${(error as Error).message}\n`,
      );
    }
    terminal.out(
      flags['json'] === true
        ? json
        : flags['markdown'] === true
          ? matrixPage(record)
          : matrixText(record, terminal),
    );
    if (record.summary.errored > 0) return exitCodes.unreachable;
    if (record.summary.failed > 0) return exitCodes.failed;
    return terminal.isInterrupted() ? exitCodes.interrupted : exitCodes.passed;
  },
});
