/** Every kubectl command, a line each, in order of name. */
import type { Command } from '../command.ts';
import { annotate } from './annotate.ts';
import { apiResources } from './api-resources.ts';
import { apiVersions } from './api-versions.ts';
import { apply } from './apply.ts';
import { auth } from './auth.ts';
import { autoscale } from './autoscale.ts';
import { certificate } from './certificate.ts';
import { clusterInfo } from './cluster-info.ts';
import { config } from './config.ts';
import { cordon } from './cordon.ts';
import { create } from './create.ts';
import { debug } from './debug.ts';
import { deleteCommand } from './delete.ts';
import { describe } from './describe.ts';
import { drain } from './drain.ts';
import { edit } from './edit.ts';
import { exec } from './exec.ts';
import { explain } from './explain.ts';
import { expose } from './expose.ts';
import { get } from './get.ts';
import { label } from './label.ts';
import { logs } from './logs.ts';
import { patch } from './patch.ts';
import { replace } from './replace.ts';
import { rollout } from './rollout.ts';
import { run } from './run.ts';
import { scale } from './scale.ts';
import { set } from './set.ts';
import { taint } from './taint.ts';
import { top } from './top.ts';
import { uncordon } from './uncordon.ts';
import { unsupported } from './unsupported.ts';
import { version } from './version.ts';
import { wait } from './wait.ts';

export const commands: readonly Command[] = [
  annotate,
  apiResources,
  apiVersions,
  apply,
  auth,
  autoscale,
  certificate,
  clusterInfo,
  config,
  cordon,
  create,
  debug,
  deleteCommand,
  describe,
  drain,
  edit,
  exec,
  explain,
  expose,
  get,
  label,
  logs,
  patch,
  replace,
  rollout,
  run,
  scale,
  set,
  taint,
  top,
  uncordon,
  version,
  wait,
  ...unsupported,
];
