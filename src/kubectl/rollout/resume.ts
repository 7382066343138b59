/** `kubectl rollout resume`: deployments only. */
import type { KubeObject } from '../../kube/index.ts';
import { defineCommand } from '../command.ts';
import { KubectlError } from '../kubectl-error.ts';
import { changeRollouts } from './change-rollouts.ts';
import { rolloutChangeFlags, rolloutQuery } from './rollout-query.ts';

/** @source k8s 1.20 kubectl/pkg/polymorphichelpers/objectresumer.go */
const resumed = (object: KubeObject): KubeObject => {
  const deployment = object as KubeObject & { spec: { paused?: boolean } };
  if (object.kind !== 'Deployment') throw new KubectlError('resuming is not supported');
  if ((deployment.spec.paused ?? false) === false) throw new KubectlError('is not paused');
  return { ...deployment, spec: { ...deployment.spec, paused: false } } as KubeObject;
};

export const resume = defineCommand({
  name: 'resume',
  summary: 'Resume a paused resource',
  use: 'rollout resume RESOURCE',
  flags: rolloutChangeFlags,
  async run(line, context) {
    const { output, template } = line.flags;
    const change = { verb: 'resumed', change: resumed, onUnchanged: 'already' } as const;
    await changeRollouts(rolloutQuery(line), change, { output, template }, context);
  },
});
