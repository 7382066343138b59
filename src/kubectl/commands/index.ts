/** Every kubectl command, a line each, in order of name. */
import type { Command } from '../command.ts';
import { apiResources } from './api-resources.ts';
import { create } from './create.ts';
import { deleteCommand } from './delete.ts';
import { describe } from './describe.ts';
import { exec } from './exec.ts';
import { get } from './get.ts';
import { logs } from './logs.ts';
import { scale } from './scale.ts';
import { top } from './top.ts';
import { version } from './version.ts';

export const commands: readonly Command[] = [
  apiResources,
  create,
  deleteCommand,
  describe,
  exec,
  get,
  logs,
  scale,
  top,
  version,
];
