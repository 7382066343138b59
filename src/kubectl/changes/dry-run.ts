/** --dry-run, with the spellings that are deprecated. */
import { isAtLeast } from '../../kube/index.ts';
import type { CommandContext } from '../context.ts';
import type { FlagDefinition } from '../flags.ts';
import { KubectlError } from '../kubectl-error.ts';
import type { DryRun } from '../print-result.ts';
import { klogWarning } from './klog.ts';

const bare = 'unchanged';

/** The flag's definition: `'dry-run': dryRunFlag`. */
export const dryRunFlag = {
  type: 'string',
  default: 'none',
  noValueDefault: bare,
  summary: 'Must be "none", "server", or "client"',
} as const satisfies FlagDefinition;

/** Where 1.20 warns from; other minors differ in the line number. */
const warnedFrom = (context: CommandContext): string =>
  `helpers.go:${isAtLeast(context.version, 21) ? 557 : isAtLeast(context.version, 20) ? 553 : 535}`;

/** @source k8s 1.20 kubectl/pkg/cmd/util/helpers.go GetDryRunStrategy */
export const dryRunOf = (value: string, context: CommandContext): DryRun => {
  if (value === 'none' || value === 'client' || value === 'server') return value;
  const warn = (text: string): void => klogWarning(context, warnedFrom(context), text);
  if (value === bare) {
    warn('--dry-run is deprecated and can be replaced with --dry-run=client.');
    return 'client';
  }
  const isTrue = /^(1|t|T|true|TRUE|True)$/.test(value);
  if (!isTrue && !/^(0|f|F|false|FALSE|False)$/.test(value)) {
    throw new KubectlError(`Invalid dry-run value (${value}). Must be "none", "server", or "client".`);
  }
  const strategy = isTrue ? 'client' : 'none';
  warn(`--dry-run=${value} is deprecated (boolean value) and can be replaced with --dry-run=${strategy}.`);
  return strategy;
};

/** What a request to the API carries for it. */
export const writeOptions = (
  dryRun: DryRun,
  fieldManager?: string,
): { dryRun?: boolean; fieldManager?: string } => ({
  ...(dryRun === 'server' ? { dryRun: true } : {}),
  ...(fieldManager === undefined ? {} : { fieldManager }),
});
