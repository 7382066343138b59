/** Which scenarios a command line means: paths, globs, FILE:LINE, --grep, --tag, --shard, --last-failed. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { glob, hasMagic } from 'glob';
import { InvalidInputError, LabproofError, NothingSelectedError, UsageError } from '../core/index.ts';
import { parseLabelSelector, ValueError } from '../kube/index.ts';
import { loadScenarioFiles } from '../scenario/index.ts';
import type { LoadedScenarios, Scenario } from '../scenario/index.ts';
import type { RunRecord } from './run-record.ts';

export interface Selection {
  paths: readonly string[];
  grep?: string;
  tags?: readonly string[];
  /** "2/5": the second of five parts. */
  shard?: string;
  /** The run record of the last run: only what failed there. */
  lastFailedRecord?: string;
  cwd: string;
}

export interface SelectedScenarios extends LoadedScenarios {
  /** Those of `scenarios` that the filters let through. */
  selected: readonly Scenario[];
}

interface WantedFile {
  path: string;
  /** Only the scenario at this line; absent: all. */
  line?: number;
}

/** A folder holds manifests and labs too: of its files only those count that say they hold scenarios. */
const holdsScenario = (path: string): boolean =>
  /^kind:\s*["']?Scenario["']?\s*(#.*)?$/m.test(readFileSync(path, 'utf8'));

const filesIn = async (folder: string): Promise<string[]> => {
  const files = await glob('**/*.{yaml,yml}', {
    cwd: folder,
    absolute: true,
    nodir: true,
    ignore: '**/node_modules/**',
  });
  return files.sort().filter(holdsScenario);
};

const expandPath = async (given: string, cwd: string): Promise<WantedFile[]> => {
  const lined = /^(.*):(\d+)$/.exec(given);
  const [text, line] =
    lined !== null && !existsSync(resolve(cwd, given)) ? [lined[1]!, Number(lined[2])] : [given, undefined];
  const path = resolve(cwd, text);
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat?.isDirectory()) return (await filesIn(path)).map((file) => ({ path: file }));
  if (stat !== undefined) return [{ path, ...(line === undefined ? {} : { line }) }];
  if (hasMagic(text, { magicalBraces: true })) {
    const files = await glob(text, { cwd, absolute: true, nodir: true });
    return files
      .sort()
      .filter(holdsScenario)
      .map((file) => ({ path: file }));
  }
  throw new NothingSelectedError('no-such-path', `there is no file or folder ${text}`, {
    hint: 'give a scenario file, a folder, or a glob in quotes',
  });
};

const tagMatcher = (tags: readonly string[]): ((scenario: Scenario) => boolean) => {
  const matchers = tags.map((tag) => {
    try {
      return parseLabelSelector(tag);
    } catch (error) {
      if (!(error instanceof ValueError)) throw error;
      throw new UsageError('bad-tag', `--tag ${tag}: ${error.message}`, {
        hint: 'write a label selector: chapter=3,topic!=nodes',
      });
    }
  });
  return (scenario) => matchers.every((matcher) => matcher.matches(scenario.labels));
};

const grepMatcher = (pattern: string): ((scenario: Scenario) => boolean) => {
  try {
    const expression = new RegExp(pattern, 'i');
    return (scenario) => expression.test(scenario.name) || expression.test(scenario.title);
  } catch (error) {
    throw new UsageError('bad-grep', `--grep ${pattern}: ${(error as Error).message}`, {
      hint: 'write a regular expression',
    });
  }
};

const shardOf = (text: string): ((index: number) => boolean) => {
  const match = /^(\d+)\/(\d+)$/.exec(text);
  const [part, parts] = [Number(match?.[1]), Number(match?.[2])];
  if (match === null || part < 1 || part > parts) {
    throw new UsageError('bad-shard', `--shard ${text}: not a part of a whole`, {
      hint: 'write I/N with 1 ≤ I ≤ N, as in --shard 2/5',
    });
  }
  return (index) => index % parts === part - 1;
};

const failedNames = (path: string): Set<string> => {
  if (!existsSync(path)) {
    throw new UsageError('no-last-run', `--last-failed: there is no record of a last run at ${path}`, {
      hint: 'run once with --reporter json first',
    });
  }
  const record = JSON.parse(readFileSync(path, 'utf8')) as RunRecord;
  return new Set(
    record.scenarios
      .filter(({ result }) => ['failed', 'errored', 'interrupted'].includes(result))
      .map(({ name }) => name),
  );
};

/** The scenario that a line stands in: the last that begins at or before it. */
const atLine = (scenarios: readonly Scenario[], line: number): Scenario | undefined =>
  scenarios.findLast((scenario) => scenario.position.line <= line) ?? scenarios[0];

/**
 * Loads the files and applies the filters. Problems of the files are in the answer; the caller decides whether they matter.
 * @throws UsageError for a filter that cannot be read, NothingSelectedError when no scenario is left
 */
export const selectScenarios = async (selection: Selection): Promise<SelectedScenarios> => {
  const wanted = (await Promise.all(selection.paths.map((path) => expandPath(path, selection.cwd)))).flat();
  const loaded = await loadScenarioFiles([...new Set(wanted.map(({ path }) => path))]);
  const byFile = (file: string): Scenario[] => loaded.scenarios.filter((scenario) => scenario.file === file);
  const chosen = new Set(
    wanted.flatMap(({ path, line }) =>
      line === undefined ? byFile(path) : [atLine(byFile(path), line)].filter((one) => one !== undefined),
    ),
  );
  const filters = [
    ...(selection.grep === undefined ? [] : [grepMatcher(selection.grep)]),
    ...(selection.tags === undefined || selection.tags.length === 0 ? [] : [tagMatcher(selection.tags)]),
  ];
  const failed =
    selection.lastFailedRecord === undefined ? undefined : failedNames(selection.lastFailedRecord);
  const isInShard = selection.shard === undefined ? (): boolean => true : shardOf(selection.shard);
  const selected = loaded.scenarios
    .filter((scenario) => chosen.has(scenario) && filters.every((filter) => filter(scenario)))
    .filter((scenario) => failed === undefined || failed.has(scenario.name))
    .filter((_scenario, index) => isInShard(index));
  if (selected.length === 0 && loaded.problems.length === 0) {
    const count = loaded.scenarios.length;
    throw new NothingSelectedError(
      'nothing-selected',
      count === 0
        ? 'no scenario was found'
        : `none of ${count} scenario${count === 1 ? '' : 's'} was selected`,
      {
        hint:
          count === 0
            ? `scenarios are YAML files with "kind: Scenario"; looked in ${selection.paths.join(', ')}`
            : 'labproof list shows their names and labels',
      },
    );
  }
  return { ...loaded, selected };
};

/** Throws what is wrong with the files, if anything is. */
export const assertValid = (problems: readonly LabproofError[]): void => {
  if (problems.length > 0) throw new InvalidInputError(problems);
};
