/** Opens the reporters asked for and writes what they say where it belongs; a report that cannot be written is said and not lost silently. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { UsageError } from '../core/index.ts';
import type { Reporter, ReporterDefinition, ReporterOptions } from '../report/index.ts';
import { shownPath } from '../report/index.ts';
import type { RunEvent } from '../runner/index.ts';
import type { Terminal } from './define-command.ts';
import { nearestName } from '../document/index.ts';

export interface OpenOptions {
  available: readonly ReporterDefinition[];
  terminal: Terminal;
  sources: ReadonlyMap<string, string>;
  verbosity: ReporterOptions['verbosity'];
}

interface OpenReport {
  definition: ReporterDefinition;
  reporter: Reporter;
  /** "-": standard output. */
  target: string;
  text: string[];
}

export interface OpenReports {
  onEvent(event: RunEvent): void;
  /** Writes the files. A file that cannot be written is told on standard error; the others are written all the same. */
  close(): Promise<void>;
}

const parse = (
  text: string,
  available: readonly ReporterDefinition[],
): { definition: ReporterDefinition; target: string } => {
  const [name = '', ...rest] = text.split('=');
  const definition = available.find((candidate) => candidate.name === name);
  if (definition === undefined) {
    const names = available.map((candidate) => candidate.name);
    const nearest = nearestName(name, names);
    throw new UsageError('unknown-reporter', `--reporter ${text}: there is no reporter "${name}"`, {
      hint: nearest === undefined ? `there are ${names.join(', ')}` : `did you mean "${nearest}"?`,
    });
  }
  const target = rest.join('=');
  return { definition, target: target === '' ? definition.defaultTarget : target };
};

export const openReports = (
  wanted: readonly string[],
  { available, terminal, sources, verbosity }: OpenOptions,
): OpenReports => {
  const open = wanted.map((text): OpenReport => {
    const { definition, target } = parse(text, available);
    const isTerminal = target === '-';
    const options: ReporterOptions = {
      columns: isTerminal ? terminal.columns : 100,
      isColoured: isTerminal && terminal.isColoured,
      verbosity,
      readSource: (file) => sources.get(file),
    };
    return { definition, reporter: definition.create(options), target, text: [] };
  });
  return {
    onEvent: (event) => {
      for (const { reporter, target, text } of open) {
        const printed = reporter.onEvent(event);
        if (printed === '') continue;
        if (target === '-') terminal.out(printed);
        else text.push(printed);
      }
    },
    close: async () => {
      for (const { definition, target, text } of open) {
        if (target === '-') continue;
        const file = resolve(terminal.cwd, target);
        try {
          mkdirSync(dirname(file), { recursive: true });
          writeFileSync(file, text.join(''));
        } catch (error) {
          terminal.err(
            `warning: the ${definition.name} report cannot be written to ${shownPath(file)}: ${(error as Error).message}\n`,
          );
        }
      }
    },
  };
};
