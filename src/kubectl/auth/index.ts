/** The subcommands of `kubectl auth`, a line each. */
import type { Command } from '../command.ts';
import { canI } from './can-i.ts';
import { reconcile } from './reconcile.ts';
import { whoami } from './whoami.ts';

export const authSubcommands: readonly Command[] = [canI, reconcile, whoami];
