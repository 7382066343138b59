/** The registry of step kinds. */
import { apply } from './apply.ts';
import { create } from './create.ts';
import { edit } from './edit.ts';
import { exec } from './exec.ts';
import { fault } from './fault.ts';
import { kubectl } from './kubectl.ts';
import { load } from './load.ts';
import { node } from './node.ts';
import { patch } from './patch.ts';
import { remove } from './delete.ts';
import { request } from './request.ts';
import { shell } from './shell.ts';
import { wait } from './wait.ts';

export const stepKinds = [
  kubectl,
  apply,
  create,
  patch,
  remove,
  edit,
  exec,
  request,
  load,
  fault,
  node,
  wait,
  shell,
] as const;
