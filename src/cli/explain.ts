/** `labproof explain`: what a step or expectation kind takes, from its definition. */
import { UsageError } from '../core/index.ts';
import { nearestName } from '../document/index.ts';
import { expectationKinds } from '../expect/index.ts';
import type { ExpectationKind } from '../expect/index.ts';
import { painter, wrap } from '../report/index.ts';
import { stepKinds } from '../scenario/index.ts';
import type { StepKind } from '../scenario/index.ts';
import { defineCommand } from './define-command.ts';
import { exitCodes } from './exit-code.ts';
import { schemaRows } from './schema-rows.ts';

const steps = stepKinds as readonly unknown[] as readonly StepKind[];
const expectations = expectationKinds as readonly unknown[] as readonly ExpectationKind[];

const rowsText = (rows: readonly (readonly [string, string])[], columns: number): string => {
  const width = Math.min(24, Math.max(...rows.map(([name]) => name.length)));
  return rows
    .map(([name, text]) => wrap(text, columns, `  ${name.padEnd(width)}  `, ' '.repeat(width + 4)))
    .join('\n');
};

const indented = (text: string): string => text.replace(/^(?=.)/gm, '  ');

export const explain = defineCommand({
  name: 'explain',
  summary: 'Explain a kind of step or expectation: what it takes, with examples.',
  arguments: [{ name: '[kind]', summary: 'kubectl, request, selection, …; without it, all kinds' }],
  examples: ['labproof explain', 'labproof explain kubectl'],
  run: async ([kind], _flags, terminal) => {
    const paint = painter(terminal.isColoured);
    const heading = (text: string): string => `${paint('bold', text)}\n`;
    if (kind === undefined) {
      terminal.out(
        `${heading('Steps')}${rowsText(
          steps.map((one) => [one.kind, one.summary]),
          terminal.columns,
        )}\n\n`,
      );
      terminal.out(
        `${heading('Expectations')}${rowsText(
          expectations.map((one) => [one.kind, one.summary]),
          terminal.columns,
        )}\n\n`,
      );
      terminal.out('labproof explain KIND tells more.\n');
      return exitCodes.passed;
    }
    const step = steps.find((one) => one.kind === kind);
    const expectation = expectations.find((one) => one.kind === kind);
    const found = step ?? expectation;
    if (found === undefined) {
      const names = [...steps, ...expectations].map((one) => one.kind);
      const nearest = nearestName(String(kind), names);
      throw new UsageError('unknown-kind', `there is no kind of step or expectation "${String(kind)}"`, {
        hint: nearest === undefined ? `there are ${names.join(', ')}` : `did you mean "${nearest}"?`,
      });
    }
    terminal.out(
      `${paint('bold', `${found.kind}`)}: ${step === undefined ? 'an expectation' : 'a step'}\n${wrap(found.summary, terminal.columns, '  ')}\n\n`,
    );
    if (step !== undefined)
      terminal.out(
        `${heading('Takes')}${rowsText([[step.kind, step.argument.summary], ...schemaRows(step.argument.schema())], terminal.columns)}\n\n`,
      );
    if (expectation !== undefined) {
      const modifiers = Object.entries(expectation.modifiers).map(([name, field]): [string, string] => [
        name,
        field.summary,
      ]);
      terminal.out(
        `${heading('Takes')}${rowsText([[expectation.subject.writtenAs, expectation.subject.summary], ...modifiers], terminal.columns)}\n\n`,
      );
    }
    for (const example of found.examples)
      terminal.out(`${heading(`Example: ${example.title}`)}${indented(example.yaml)}\n\n`);
    return exitCodes.passed;
  },
});
