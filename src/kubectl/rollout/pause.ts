/** `kubectl rollout pause`: deployments only. */
import type { KubeObject } from '../../kube/index.ts';
import { defineCommand } from '../command.ts';
import { KubectlError } from '../kubectl-error.ts';
import { changeRollouts } from './change-rollouts.ts';
import { rolloutChangeFlags, rolloutQuery } from './rollout-query.ts';

/** @source k8s 1.20 kubectl/pkg/polymorphichelpers/objectpauser.go */
const paused = (object: KubeObject): KubeObject => {
  const deployment = object as KubeObject & { spec: { paused?: boolean } };
  if (object.kind !== 'Deployment') throw new KubectlError('pausing is not supported');
  if ((deployment.spec.paused ?? false) === true) throw new KubectlError('is already paused');
  return { ...deployment, spec: { ...deployment.spec, paused: true } } as KubeObject;
};

export const pause = defineCommand({
  name: 'pause',
  summary: 'Mark the provided resource as paused',
  use: 'rollout pause RESOURCE',
  flags: rolloutChangeFlags,
  async run(line, context) {
    const { output, template } = line.flags;
    const change = { verb: 'paused', change: paused, onUnchanged: 'already' } as const;
    await changeRollouts(rolloutQuery(line), change, { output, template }, context);
  },
});
