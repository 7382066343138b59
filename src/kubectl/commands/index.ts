/** Every kubectl command, a line each, in order of name. */
import type { Command } from '../command.ts';
import { apiResources } from './api-resources.ts';
import { apply } from './apply.ts';
import { cordon } from './cordon.ts';
import { create } from './create.ts';
import { deleteCommand } from './delete.ts';
import { describe } from './describe.ts';
import { drain } from './drain.ts';
import { exec } from './exec.ts';
import { get } from './get.ts';
import { logs } from './logs.ts';
import { rollout } from './rollout.ts';
import { run } from './run.ts';
import { scale } from './scale.ts';
import { set } from './set.ts';
import { top } from './top.ts';
import { uncordon } from './uncordon.ts';
import { version } from './version.ts';

export const commands: readonly Command[] = [
  apiResources,
  apply,
  cordon,
  create,
  deleteCommand,
  describe,
  drain,
  exec,
  get,
  logs,
  rollout,
  run,
  scale,
  set,
  top,
  uncordon,
  version,
];
