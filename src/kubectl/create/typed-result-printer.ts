/** As resultPrinter, but JSON keeps the order of Go's fields, which is how kubectl prints objects it made itself. */
import type { KubeObject } from '../../kube/index.ts';
import { goJsonString } from '../../kube/index.ts';
import type { CommandContext } from '../context.ts';
import { resultPrinter } from '../print-result.ts';
import type { DryRun, ResultPrinter } from '../print-result.ts';
import type { OutputRequest } from '../object-printer.ts';

const indented = (value: unknown, depth: number): string => {
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'string') return goJsonString(value);
  if (typeof value !== 'object') return JSON.stringify(value);
  const inner = ' '.repeat(4 * (depth + 1));
  const members = Array.isArray(value)
    ? value.map((item: unknown) => inner + indented(item, depth + 1))
    : Object.entries(value)
        .filter(([, member]) => member !== undefined)
        .map(([key, member]) => `${inner}${goJsonString(key)}: ${indented(member, depth + 1)}`);
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}'];
  if (members.length === 0) return `${open}${close}`;
  return `${open}\n${members.join(',\n')}\n${' '.repeat(4 * depth)}${close}`;
};

export const typedResultPrinter = (
  context: CommandContext,
  request: OutputRequest & { dryRun?: DryRun },
  isTyped = request.dryRun === 'client',
): ResultPrinter => {
  if (request.output.toLowerCase() !== 'json' || !isTyped) return resultPrinter(context, request);
  return (object: KubeObject) => context.out(`${indented(object, 0)}\n`);
};
