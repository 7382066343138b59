/** Every kubectl command, a line each, in order of name. */
import type { Command } from '../command.ts';
import { create } from './create.ts';
import { deleteCommand } from './delete.ts';
import { get } from './get.ts';
import { scale } from './scale.ts';

export const commands: readonly Command[] = [create, deleteCommand, get, scale];
