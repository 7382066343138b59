/** The subcommands of `kubectl create`, a line each. */
import type { Command } from '../command.ts';
import { createDeployment } from './deployment.ts';

export { createFlags, createGenerated, nameOf } from './define-create.ts';
export { typedResultPrinter } from './typed-result-printer.ts';

export const createSubcommands: readonly Command[] = [createDeployment];
