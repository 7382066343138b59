/** The configuration that holds for a command: the file named, or the nearest labproof.config.yaml. */
import { dirname, relative, resolve } from 'node:path';
import { findConfig, loadConfig } from '../scenario/index.ts';
import type { Config } from '../scenario/index.ts';
import { assertValid } from '../runner/index.ts';

export type ResolvedConfig = Omit<Config, 'scenarios'> & {
  scenarios: readonly string[];
  /** The folder of the file; absent when there is none. */
  folder?: string;
};

const defaultScenarios = ['scenarios'];

/** @throws InvalidInputError when the file is invalid or missing */
export const readConfig = async (named: string | undefined, cwd: string): Promise<ResolvedConfig> => {
  const file = named === undefined ? findConfig(cwd) : resolve(cwd, named);
  const { config, problems } = await loadConfig(file);
  assertValid(problems);
  const { scenarios, ...others } = config;
  const rest = { ...others, ...(file === undefined ? {} : { folder: dirname(file) }) };
  if (file === undefined || scenarios === undefined) return { ...rest, scenarios: defaultScenarios };
  return { ...rest, scenarios: scenarios.map((path) => relative(cwd, resolve(dirname(file), path)) || '.') };
};
