/** `labproof list`: the scenarios there are. */
import { relative } from 'node:path';
import { defineCommand } from './define-command.ts';
import { exitCodes } from './exit-code.ts';
import { assertValid, selectScenarios } from '../runner/index.ts';
import { pathsArgument, selectionFlags, selectionOf } from './selection-flags.ts';
import { readConfig } from './read-config.ts';

export const list = defineCommand({
  name: 'list',
  summary: 'List scenarios: name, title, place, labels.',
  arguments: [pathsArgument],
  flags: [
    ...selectionFlags,
    { flags: '--json', summary: 'as an array of {name, title, file, line, labels, steps}' },
    { flags: '-c, --config <file>', summary: 'the configuration file (default: labproof.config.yaml)' },
  ],
  examples: ['labproof list', 'labproof list --tag chapter=3 --json'],
  run: async ([paths], flags, terminal) => {
    const config = await readConfig(flags['config'] as string | undefined, terminal.cwd);
    const { selected, problems } = await selectScenarios(
      selectionOf(paths as string[], flags, terminal.cwd, config.scenarios),
    );
    assertValid(problems);
    const rows = selected.map((scenario) => ({
      name: scenario.name,
      title: scenario.title,
      file: relative(terminal.cwd, scenario.file),
      line: scenario.position.line,
      labels: scenario.labels,
      steps: scenario.steps.length,
    }));
    if (flags['json'] === true) {
      terminal.out(`${JSON.stringify(rows, null, 2)}\n`);
      return exitCodes.passed;
    }
    const width = Math.max(...rows.map(({ name }) => name.length));
    for (const { name, title, file, line, labels, steps } of rows) {
      const words = Object.entries(labels).map(([key, value]) => `${key}=${value}`);
      terminal.out(`${name.padEnd(width)}  ${title}\n`);
      terminal.out(
        `${' '.repeat(width)}  ${file}:${line}  ${steps} steps${words.length === 0 ? '' : `  ${words.join(' ')}`}\n`,
      );
    }
    return exitCodes.passed;
  },
});
