/** The step `apply`: objects written in the scenario or in files. */
import { manifestField, manifestFiles, manifestTitle } from '../manifest-argument.ts';
import type { Manifest } from '../manifest-argument.ts';
import { runOverManifests } from '../manifest-texts.ts';
import { defineStep } from '../define-step.ts';
import type { StepKind } from '../define-step.ts';

export const apply: StepKind<'apply', Manifest[]> = defineStep<'apply', Manifest[]>({
  kind: 'apply',
  summary: 'Creates or updates objects, as kubectl apply does.',
  argument: manifestField({
    summary:
      'Creates or updates objects, as kubectl apply does. A manifest file, an object, or a list of these.',
    examples: ['echo-hname.yaml'],
  }),
  examples: [
    {
      title: 'Apply a manifest file',
      yaml: 'apply: rollout-nginx.yaml\nexpect:\n  - deployment/rollout-nginx: {status: {updatedReplicas: 3}}',
    },
  ],
  title: (manifests) => `apply ${manifestTitle(manifests)}`,
  files: manifestFiles,
  run: (manifests, context) => runOverManifests('apply', manifests, context),
});
