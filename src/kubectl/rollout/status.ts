/** `kubectl rollout status`: follows a rollout until it is done. */
import { followObject, interrupted, weekMs } from '../changes/index.ts';
import { defineCommand } from '../command.ts';
import { KubectlError } from '../kubectl-error.ts';
import { fetchResources } from '../resources/index.ts';
import { rolloutFlags, rolloutQuery } from './rollout-query.ts';
import { rolloutProgress } from './rollout-progress.ts';

/** @source k8s 1.20 kubectl/pkg/cmd/rollout/rollout_status.go */
export const status = defineCommand({
  name: 'status',
  summary: 'Show the status of the rollout',
  use: 'rollout status (TYPE NAME | TYPE/NAME) [flags]',
  flags: {
    ...rolloutFlags,
    watch: { type: 'bool', short: 'w', default: true },
    revision: { type: 'int' },
    timeout: { type: 'duration' },
  },
  async run(line, context) {
    const { flags } = line;
    const query = rolloutQuery(line);
    if (flags.revision < 0) throw new KubectlError(`revision must be a positive integer: ${flags.revision}`);
    const infos = await fetchResources(context, query, { isLatest: true, isTyped: true, stopsAtError: true });
    const [info] = infos;
    if (info === undefined || infos.length !== 1) {
      throw new KubectlError(
        `rollout status is only supported on individual resources and resource collections - ${infos.length} resources were found`,
      );
    }
    let wasSeen = false;
    const isOver = await followObject(
      info,
      flags.timeout === 0 ? weekMs : flags.timeout,
      (object) => {
        if (object === undefined) {
          if (wasSeen) throw new KubectlError('object has been deleted');
          return false;
        }
        wasSeen = true;
        const { message, isDone } = rolloutProgress(object, flags.revision);
        context.out(message);
        return isDone || !flags.watch;
      },
      context,
    );
    if (isOver) return;
    if (flags.timeout !== 0) throw new KubectlError('timed out waiting for the condition');
    throw interrupted(`the rollout of ${info.resource.name}/${info.name}`);
  },
});
