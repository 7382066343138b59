/** A scenario of the notes with its lab, loaded once. */
import type { PlannedScenario } from '../src/runner/index.ts';
import { builtRunner, root } from './built.ts';

const loaded = new Map<string, Promise<PlannedScenario>>();

const load = async (path: string): Promise<PlannedScenario> => {
  const { assertValid, planScenarios, selectScenarios } = await builtRunner();
  const { selected, problems } = await selectScenarios({ paths: [path], cwd: root });
  assertValid(problems);
  const [one] = await planScenarios(selected);
  if (one === undefined) throw new Error(`${path} holds no scenario`);
  return one;
};

/** By the name of its file under scenarios/infra-kubernetes, or by a path from the root. */
export const planned = (name: string): Promise<PlannedScenario> => {
  const path = name.includes('/') ? name : `scenarios/infra-kubernetes/${name}.yaml`;
  let one = loaded.get(path);
  if (one === undefined) loaded.set(path, (one = load(path)));
  return one;
};
