/** `labproof lint`: everything that is wrong with scenario files, without running them. */
import { defineCommand } from './define-command.ts';
import { exitCodes } from './exit-code.ts';

import { readConfig } from './read-config.ts';
import { assertValid, planScenarios, selectScenarios } from '../runner/index.ts';
import { pathsArgument, selectionFlags, selectionOf } from './selection-flags.ts';

export const lint = defineCommand({
  name: 'lint',
  summary: 'Check scenario files, their labs and manifests, without running them.',
  arguments: [pathsArgument],
  flags: [
    ...selectionFlags,
    { flags: '-c, --config <file>', summary: 'the configuration file (default: labproof.config.yaml)' },
  ],
  examples: ['labproof lint', 'labproof lint scenarios/infra-kubernetes/drain.yaml'],
  run: async ([paths], flags, terminal) => {
    const config = await readConfig(flags['config'] as string | undefined, terminal.cwd);
    const { selected, problems } = await selectScenarios(
      selectionOf(paths as string[], flags, terminal.cwd, config.scenarios),
    );
    assertValid(problems);
    await planScenarios(selected);
    const steps = selected.reduce(
      (sum, scenario) => sum + scenario.setup.length + scenario.steps.length + scenario.cleanup.length,
      0,
    );
    terminal.out(
      `${selected.length} scenario${selected.length === 1 ? '' : 's'}, ${steps} steps: nothing wrong\n`,
    );
    return exitCodes.passed;
  },
});
