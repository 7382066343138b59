/** The subcommands of `kubectl set`, a line each. */
import type { Command } from '../command.ts';
import { setImage } from './image.ts';

export const setSubcommands: readonly Command[] = [setImage];
