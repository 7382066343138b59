/** `kubectl rollout restart`: new pods from the same template. */
import type { KubeObject } from '../../kube/index.ts';
import { withField } from '../changes/index.ts';
import { defineCommand } from '../command.ts';
import { KubectlError } from '../kubectl-error.ts';
import { changeRollouts } from './change-rollouts.ts';
import { rolloutChangeFlags, rolloutQuery } from './rollout-query.ts';

const kinds = new Set(['Deployment', 'DaemonSet', 'StatefulSet']);
const restartedAt = 'kubectl.kubernetes.io/restartedAt';

/** @source k8s 1.20 kubectl/pkg/polymorphichelpers/objectrestarter.go */
const restartAt =
  (time: string) =>
  (object: KubeObject): KubeObject => {
    if (!kinds.has(object.kind)) throw new KubectlError('restarting is not supported');
    const { spec } = object as KubeObject & { spec: { paused?: boolean } };
    if (spec.paused === true)
      throw new KubectlError("can't restart paused deployment (run rollout resume first)");
    return withField(object, ['spec', 'template', 'metadata', 'annotations'], (annotations) => ({
      ...(annotations as Record<string, string> | undefined),
      [restartedAt]: time,
    }));
  };

export const restart = defineCommand({
  name: 'restart',
  summary: 'Restart a resource',
  use: 'rollout restart RESOURCE',
  flags: rolloutChangeFlags,
  async run(line, context) {
    const { output, template } = line.flags;
    const time = `${new Date(context.clock.now()).toISOString().slice(0, 19)}Z`;
    const change = { verb: 'restarted', change: restartAt(time), onUnchanged: 'error' } as const;
    await changeRollouts(rolloutQuery(line), change, { output, template }, context);
  },
});
