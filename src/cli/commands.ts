/** The registry of the CLI's commands, a line each. */
import type { CommandDefinition } from './define-command.ts';
import { cleanup } from './cleanup.ts';
import { compare } from './compare.ts';
import { explain } from './explain.ts';
import { lint } from './lint.ts';
import { list } from './list.ts';
import { matrix } from './matrix.ts';
import { prove } from './prove.ts';
import { run } from './run.ts';
import { serve } from './serve.ts';

export const commands: readonly CommandDefinition[] = [
  run,
  matrix,
  list,
  lint,
  explain,
  prove,
  serve,
  compare,
  cleanup,
];
