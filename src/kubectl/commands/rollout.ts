/** `kubectl rollout`: history, pause, restart, resume, status, undo. */
import { defineCommand } from '../command.ts';
import { history } from '../rollout/history.ts';
import { pause } from '../rollout/pause.ts';
import { restart } from '../rollout/restart.ts';
import { resume } from '../rollout/resume.ts';
import { status } from '../rollout/status.ts';
import { undo } from '../rollout/undo.ts';

export const rollout = defineCommand({
  name: 'rollout',
  summary: 'Manage the rollout of a resource',
  use: 'rollout SUBCOMMAND',
  subcommands: [history, pause, restart, resume, status, undo],
});
